package io.sluice.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.sluice.scim.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Signs tokens as Microsoft Entra ID does, and as it never would. */
final class IssuerUnderTest {
    static final String DIRECTORY = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
    static final String ISSUER = "https://login.microsoftonline.com/" + DIRECTORY + "/v2.0";
    static final String ISSUER_1 = "https://sts.windows.net/" + DIRECTORY + "/";
    static final String AUDIENCE = "api://11112222-bbbb-3333-cccc-4444dddd5555";
    static final String SUBJECT = "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb";
    static final String APP = "00000014-0000-0000-c000-000000000000";

    private IssuerUnderTest() {}

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Of a workload identity, in the shape of version 2. */
    static Map<String, Object> claims() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", AUDIENCE);
        claims.put("iss", ISSUER);
        claims.put("iat", now - 300);
        claims.put("nbf", now - 300);
        claims.put("exp", now + 3_600);
        claims.put("azp", APP);
        claims.put("azpacr", "2");
        claims.put("oid", SUBJECT);
        claims.put("sub", SUBJECT);
        claims.put("tid", DIRECTORY);
        claims.put("uti", UUID.randomUUID().toString());
        claims.put("ver", "2.0");
        return claims;
    }

    static Map<String, Object> claims(String name, Object value) {
        Map<String, Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    static Map<String, Object> without(String name) {
        Map<String, Object> claims = claims();
        claims.remove(name);
        return claims;
    }

    /** As the library signs, with nothing odd. */
    static String sign(RSAKey key, Map<String, Object> claims) {
        try {
            JWSObject object = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(com.nimbusds.jose.JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    new Payload(claims));
            object.sign(new RSASSASigner(key));
            return object.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Any header and payload, byte for byte, signed by RS256 with a good key. */
    static String signRaw(RSAKey key, String header, String payload) {
        return signRaw("SHA256withRSA", key, header, payload);
    }

    static String signRaw(String algorithm, RSAKey key, String header, String payload) {
        try {
            String signed = encode(header) + "." + encode(payload);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key.toRSAPrivateKey());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException | JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String json(Map<String, Object> claims) {
        return Json.MAPPER.valueToTree(claims).toString();
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
