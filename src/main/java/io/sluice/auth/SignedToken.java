package io.sluice.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A JWT (RFC 7519) of one narrow form: signed by RS256, in compact form, every part encoded in the one canonical way, no name twice. What is
 * in it is a claim until {@link #isSignedBy} holds.
 */
final class SignedToken {
    private static final int MAX_LENGTH = 8_192;
    private static final int MAX_KEY_ID = 256;
    private static final long SKEW_SECONDS = 60;
    private static final long MAX_LIFE_SECONDS = Duration.ofHours(24).toSeconds();

    /** They bring a key along, change what is signed, or must be understood; none of them is. */
    private static final Set<String> REFUSED_HEADERS =
            Set.of("jku", "jwk", "x5u", "x5c", "crit", "b64", "enc", "zip", "cty");

    /** A person's tokens: those a person delegated, and those that tell who a person is. */
    private static final Set<String> CLAIMS_OF_PERSONS = Set.of("scp", "nonce", "at_hash", "c_hash");

    private final String text;
    private final String keyId;
    private final JsonNode claims;

    private SignedToken(String text, String keyId, JsonNode claims) {
        this.text = text;
        this.keyId = keyId;
        this.claims = claims;
    }

    /** Whether the text is meant as a JWT; no secret token of ours or of an operator is. */
    static boolean looksLikeOne(String text) {
        return text.startsWith("eyJ") && text.indexOf('.') > 0;
    }

    /** Empty where it is of any other form. */
    static Optional<SignedToken> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.length() > MAX_LENGTH || parts.length != 3) {
            return Optional.empty();
        }
        return decoded(parts[2])
                .flatMap(signature -> decoded(parts[0]).flatMap(SignedToken::object))
                .flatMap(SignedToken::keyId)
                .flatMap(keyId -> decoded(parts[1])
                        .flatMap(SignedToken::object)
                        .map(claims -> new SignedToken(text, keyId, claims)));
    }

    String keyId() {
        return keyId;
    }

    /** The claim as text, empty where there is none or it is no text. */
    String text(String claim) {
        JsonNode value = claims.path(claim);
        return value.isTextual() ? value.textValue() : "";
    }

    /** The one audience; empty where there are several. */
    String audience() {
        JsonNode audience = claims.path("aud");
        JsonNode one = audience.isArray() && audience.size() == 1 ? audience.get(0) : audience;
        return one.isTextual() ? one.textValue() : "";
    }

    /** The application, which is called {@code appid} in tokens of version 1 and {@code azp} in those of version 2; empty where they disagree. */
    String app() {
        String app = text("appid");
        String azp = text("azp");
        return app.isEmpty() || app.equals(azp) ? azp : azp.isEmpty() ? app : "";
    }

    boolean isOfAnApplication() {
        return CLAIMS_OF_PERSONS.stream().noneMatch(claims::has);
    }

    /** By the clock of this machine, give or take a minute. */
    boolean isGoodAt(Instant moment) {
        long now = moment.getEpochSecond();
        long begins = claims.has("nbf") ? seconds("nbf") : now;
        long issued = seconds("iat");
        long ends = seconds("exp");
        return issued > 0
                && begins > 0
                && issued <= now + SKEW_SECONDS
                && begins <= now + SKEW_SECONDS
                && ends > now - SKEW_SECONDS
                && ends > issued
                && ends - issued <= MAX_LIFE_SECONDS;
    }

    /** To be called when {@link #isGoodAt} holds. */
    Instant ends() {
        return Instant.ofEpochSecond(seconds("exp") + SKEW_SECONDS);
    }

    /** What is signed, in the one form that it has: two tokens with the same are the same. */
    String signedText() {
        return text.substring(0, text.lastIndexOf('.'));
    }

    boolean isSignedBy(RSAPublicKey key) {
        try {
            return JWSObject.parse(text).verify(new RSASSAVerifier(key));
        } catch (ParseException | JOSEException refused) {
            return false;
        }
    }

    /** 0 where it is no whole number of a sensible size. */
    private long seconds(String claim) {
        JsonNode value = claims.path(claim);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.longValue() : 0;
    }

    private static Optional<String> keyId(JsonNode header) {
        String keyId = header.path("kid").asText();
        boolean good = header.path("alg").isTextual()
                && header.path("alg").textValue().equals("RS256")
                && (!header.has("typ")
                        || (header.get("typ").isTextual()
                                && header.get("typ").textValue().equals("JWT")))
                && header.path("kid").isTextual()
                && !keyId.isEmpty()
                && keyId.length() <= MAX_KEY_ID
                && REFUSED_HEADERS.stream().noneMatch(header::has);
        return good ? Optional.of(keyId) : Optional.empty();
    }

    private static Optional<JsonNode> object(byte[] json) {
        try {
            return json[0] == '{' ? Optional.of(Json.parse(json)).filter(JsonNode::isObject) : Optional.empty();
        } catch (ScimException malformed) {
            return Optional.empty();
        }
    }

    /** Never empty; a second way to write the same bytes, as unused bits allow, is refused. */
    private static Optional<byte[]> decoded(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            boolean canonical = bytes.length > 0
                    && Arrays.equals(
                            Base64.getUrlEncoder().withoutPadding().encode(bytes),
                            part.getBytes(StandardCharsets.UTF_8));
            return canonical ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
