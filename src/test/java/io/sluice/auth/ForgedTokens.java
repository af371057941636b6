package io.sluice.auth;

import static io.sluice.auth.IssuerUnderTest.APP;
import static io.sluice.auth.IssuerUnderTest.AUDIENCE;
import static io.sluice.auth.IssuerUnderTest.DIRECTORY;
import static io.sluice.auth.IssuerUnderTest.claims;
import static io.sluice.auth.IssuerUnderTest.encode;
import static io.sluice.auth.IssuerUnderTest.json;
import static io.sluice.auth.IssuerUnderTest.sign;
import static io.sluice.auth.IssuerUnderTest.signRaw;
import static io.sluice.auth.IssuerUnderTest.without;

import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that nobody may get in with, each by what is wrong with it; apart from that they are good and signed with the issuer's own key. */
final class ForgedTokens {
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}";

    private final RSAKey good;
    private final RSAKey stranger;
    private final Map<String, String> all = new LinkedHashMap<>();

    private ForgedTokens(RSAKey good, RSAKey stranger) {
        this.good = good;
        this.stranger = stranger;
    }

    /** @param stranger a key with the same id that the issuer does not have */
    static Map<String, String> of(RSAKey good, RSAKey stranger) throws Exception {
        ForgedTokens forged = new ForgedTokens(good, stranger);
        forged.algorithms();
        forged.headers();
        forged.signatures();
        forged.shapes();
        forged.origins();
        forged.times();
        forged.persons();
        return forged.all;
    }

    private void algorithms() throws Exception {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String head = encode("{\"alg\":\"" + none + "\",\"typ\":\"JWT\",\"kid\":\"" + good.getKeyID() + "\"}");
            add("alg " + none + " without signature", head + "." + encode(json(claims())) + ".");
            add(
                    "alg " + none + " with a signature",
                    head + "." + encode(json(claims())) + "." + encode("x".repeat(256)));
        }
        byte[] der = good.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        add("HS256 keyed with the public key as DER", hmac(der));
        add("HS256 keyed with the public key as PEM", hmac(pem.getBytes(StandardCharsets.US_ASCII)));
        add(
                "HS256 keyed with the public key as JWK",
                hmac(good.toPublicJWK().toJSONString().getBytes(StandardCharsets.US_ASCII)));
        add("HS256 keyed with the modulus", hmac(good.getModulus().decode()));
        for (String other :
                List.of("RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256", "RS256 ", "HS256", "ES256K")) {
            add(
                    "signed by RS256 and called " + other,
                    signRaw(good, header("alg", "\"" + other + "\""), json(claims())));
        }
        add("really RS512", signRaw("SHA512withRSA", good, header("alg", "\"RS512\""), json(claims())));
        add("RS512 called RS256", signRaw("SHA512withRSA", good, header(), json(claims())));
        add("alg is no text", signRaw(good, header("alg", "256"), json(claims())));
        add("alg is a list", signRaw(good, header("alg", "[\"RS256\"]"), json(claims())));
        add("no alg", signRaw(good, "{\"kid\":\"" + good.getKeyID() + "\"}", json(claims())));
        add(
                "two algs",
                signRaw(
                        good,
                        "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"" + good.getKeyID() + "\"}",
                        json(claims())));
        add(
                "ES256 with r and s zero",
                encode(header("alg", "\"ES256\"")) + "." + encode(json(claims())) + "." + encode(new byte[64]));
    }

    private void headers() {
        for (String kid : List.of(
                "../../../../dev/null",
                "' OR '1'='1",
                "http://127.0.0.1/keys",
                "unknown",
                "x".repeat(300),
                "\\u0000")) {
            add("kid " + kid, signRaw(stranger, HEADER.formatted(kid), json(claims())));
        }
        add("no kid", signRaw(good, "{\"alg\":\"RS256\",\"typ\":\"JWT\"}", json(claims())));
        add("kid is empty", signRaw(good, HEADER.formatted(""), json(claims())));
        add("kid is a number", signRaw(good, "{\"alg\":\"RS256\",\"kid\":1}", json(claims())));
        add(
                "two kids",
                signRaw(good, "{\"alg\":\"RS256\",\"kid\":\"a\",\"kid\":\"" + good.getKeyID() + "\"}", json(claims())));
        add(
                "a key of its own in jwk",
                signRaw(stranger, header("jwk", stranger.toPublicJWK().toJSONString()), json(claims())));
        add(
                "the good key in jwk",
                signRaw(good, header("jwk", good.toPublicJWK().toJSONString()), json(claims())));
        add("jku elsewhere", signRaw(stranger, header("jku", "\"http://127.0.0.1:9/keys\""), json(claims())));
        add("x5u elsewhere", signRaw(stranger, header("x5u", "\"http://127.0.0.1:9/cert\""), json(claims())));
        add("x5c of its own", signRaw(stranger, header("x5c", "[\"MIIB\"]"), json(claims())));
        add("crit that is not understood", signRaw(good, header("crit", "[\"exp\"]"), json(claims())));
        add("empty crit", signRaw(good, header("crit", "[]"), json(claims())));
        add("payload not encoded", signRaw(good, header("b64", "false"), json(claims())));
        add("compressed", signRaw(good, header("zip", "\"DEF\""), json(claims())));
        add("a token in a token", signRaw(good, header("cty", "\"JWT\""), sign(good, claims())));
        add(
                "typ of another kind",
                signRaw(good, HEADER.formatted(good.getKeyID()).replace("\"JWT\"", "\"logout+jwt\""), json(claims())));
    }

    private void signatures() {
        String token = sign(good, claims());
        String signed = token.substring(0, token.lastIndexOf('.') + 1);
        String signature = token.substring(token.lastIndexOf('.') + 1);
        add("another issuer's key of the same id", sign(stranger, claims()));
        add("no signature", signed);
        add("half a signature", signed + signature.substring(0, signature.length() / 2));
        add("signature of zeros", signed + encode(new byte[256]));
        add("signature of one", signed + encode(BigInteger.ONE.toByteArray()));
        add(
                "signature with a byte more",
                signed + encode(concat(Base64.getUrlDecoder().decode(signature))));
        add(
                "another token's signature",
                signed + sign(good, claims("sub", "other")).replaceAll(".*\\.", ""));
        char last = signature.charAt(signature.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        add(
                "unused bits of the signature set",
                signed + signature.substring(0, signature.length() - 1) + alphabet.charAt(alphabet.indexOf(last) ^ 1));
        add(
                "claims changed after signing",
                token.replaceFirst("\\.[^.]*\\.", "." + encode(json(claims("sub", "root"))) + "."));
        add("header changed after signing", encode(header("x", "1")) + token.substring(token.indexOf('.')));
    }

    private void shapes() {
        String token = sign(good, claims());
        add("padded", token + "=");
        add("standard alphabet", token.replace('-', '+').replace('_', '/') + "+");
        add("a part more", token + "." + encode("x"));
        add("five parts, as encrypted ones have", token + ".." + encode("x"));
        add("two parts", token.substring(0, token.lastIndexOf('.')));
        add("cut off", token.substring(0, token.length() - 10));
        add("unicode dots", token.replace('.', '\u2024'));
        add("a blank in it", token.substring(0, 20) + " " + token.substring(20));
        add("JSON serialisation", "eyJ.{\"payload\":\"" + encode(json(claims())) + "\"}");
        add("byte order mark before the claims", signRaw(good, header(), "\uFEFF" + json(claims())));
        add("byte order mark before the header", signRaw(good, "\uFEFF" + header(), json(claims())));
        add("claims are a list", signRaw(good, header(), "[" + json(claims()) + "]"));
        add("claims are no JSON", signRaw(good, header(), "sub=root"));
        add("something after the claims", signRaw(good, header(), json(claims()) + "{}"));
        add("a claim twice", signRaw(good, header(), json(claims()).replaceFirst("\\{", "{\"sub\":\"root\",")));
        add(
                "claims deeper than any",
                signRaw(
                        good,
                        header(),
                        json(claims()).replaceFirst("\\{", "{\"d\":" + "[".repeat(500) + "]".repeat(500) + ",")));
        add("more than 8 KiB", signRaw(good, header(), json(claims("pad", "x".repeat(9_000)))));
        add("claims are empty", signRaw(good, header(), "{}"));
    }

    private void origins() {
        for (String issuer : List.of(
                "https://login.microsoftonline.com/common/v2.0",
                "https://login.microsoftonline.com/" + DIRECTORY,
                "https://login.microsoftonline.com/" + DIRECTORY + "/v2.0/",
                "http://login.microsoftonline.com/" + DIRECTORY + "/v2.0",
                "https://LOGIN.microsoftonline.com/" + DIRECTORY + "/v2.0",
                "https://login.microsoftonline.com.evil.example/" + DIRECTORY + "/v2.0",
                "https://login.microsoftonline.us/" + DIRECTORY + "/v2.0",
                "https://sts.windows.net/" + DIRECTORY + "/",
                "https://login.microsoftonline.com/" + DIRECTORY + "/v2.0\n")) {
            add("issuer " + issuer, sign(good, claims("iss", issuer)));
        }
        add("no issuer", sign(good, without("iss")));
        add("issuer is a list", sign(good, claims("iss", List.of(IssuerUnderTest.ISSUER))));
        add("another directory", sign(good, claims("tid", "99999999-0000-cccc-1111-dddd2222eeee")));
        add("no directory", sign(good, without("tid")));
        add("another audience", sign(good, claims("aud", "api://of-nobody")));
        add("audience in other case", sign(good, claims("aud", AUDIENCE.toUpperCase(Locale.ROOT))));
        add("one audience more", sign(good, claims("aud", List.of(AUDIENCE, "api://other"))));
        add("the same audience twice", sign(good, claims("aud", List.of(AUDIENCE, AUDIENCE))));
        add("no audience", sign(good, without("aud")));
        add("audience is an object", sign(good, claims("aud", Map.of("0", AUDIENCE))));
        add("another subject", sign(good, claims("sub", "99999999-0000-1111-2222-bbbbbbbbbbbb")));
        add("no subject", sign(good, without("sub")));
        add("another application", sign(good, claims("azp", "99999999-0000-0000-c000-000000000000")));
        add("no application", sign(good, without("azp")));
        add("two applications", sign(good, claims("appid", "99999999-0000-0000-c000-000000000000")));
        add("application is a list", sign(good, claims("azp", List.of(APP))));
    }

    private void times() {
        long now = Instant.now().getEpochSecond();
        add("ended", sign(good, claims("exp", now - 120)));
        add("ended long ago", sign(good, claims("exp", 1)));
        add("no end", sign(good, without("exp")));
        add("end is text", sign(good, claims("exp", Long.toString(now + 600))));
        add(
                "end is no whole number",
                signRaw(good, header(), json(without("exp")).replaceFirst("\\{", "{\"exp\":" + (now + 600) + ".5,")));
        add("end is 2 to the 63rd", sign(good, claims("exp", BigInteger.ONE.shiftLeft(63))));
        add("end is 1e400", signRaw(good, header(), json(without("exp")).replaceFirst("\\{", "{\"exp\":1e99,")));
        add("end is negative", sign(good, claims("exp", -1)));
        add("end is true", sign(good, claims("exp", true)));
        add("good for more than a day", sign(good, claims("exp", now + 90_000)));
        add("not yet good", sign(good, claims("nbf", now + 600)));
        add("begin is text", sign(good, claims("nbf", "0")));
        add("issued in the future", sign(good, claims("iat", now + 600)));
        add("no issue", sign(good, without("iat")));
        Map<String, Object> turned = claims("iat", now + 50);
        turned.put("exp", now + 40);
        add("issued after its end", sign(good, turned));
    }

    private void persons() {
        add("delegated by a person", sign(good, claims("scp", "user_impersonation")));
        add("an ID token", sign(good, claims("nonce", "n-0S6_WzA2Mj")));
        add("an ID token of the hybrid flow", sign(good, claims("c_hash", "LDktKdoQak3Pk0cnXxCltA")));
        add("an ID token of the implicit flow", sign(good, claims("at_hash", "77QmUPtjPfzWtF2AnpK9RQ")));
    }

    private void add(String flaw, String token) {
        if (all.put(flaw, token) != null) {
            throw new IllegalStateException(flaw + " twice");
        }
    }

    private String header() {
        return HEADER.formatted(good.getKeyID());
    }

    private String header(String name, String value) {
        return name.equals("alg")
                ? header().replace("\"RS256\"", value)
                : header().replaceFirst("}", Matcher.quoteReplacement(",\"" + name + "\":" + value + "}"));
    }

    private String hmac(byte[] key) throws GeneralSecurityException {
        String signed = encode(header("alg", "\"HS256\"")) + "." + encode(json(claims()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] concat(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
