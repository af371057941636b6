package io.sluice.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.sluice.auth.TokenRefusal;
import io.sluice.auth.TokenRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the token endpoint: a form as it is, since what Vert.x makes of one decodes it before it can be refused in the standard's words.
 */
final class TokenForm {
    static final String TYPE = "application/x-www-form-urlencoded";

    private static final String BASIC = "basic ";
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final int MAX_PARAMETERS = 32;

    private TokenForm() {}

    /** Fails with {@link TokenRefusal.Refused}. */
    static TokenRequest read(HttpServerRequest request, byte[] body) {
        return request(request, form(body));
    }

    static boolean isMeant(@Nullable String type) {
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE);
    }

    private static TokenRequest request(HttpServerRequest request, Map<String, List<String>> form) {
        String authorization = one(request.headers().getAll(HttpHeaders.AUTHORIZATION), "Authorization");
        String clientId = one(form, "client_id");
        String secret = one(form, "client_secret");
        String assertion = one(form, "client_assertion");
        String assertionType = one(form, "client_assertion_type");
        long proofs = List.of(authorization, secret, assertion).stream()
                .filter(proof -> !proof.isEmpty())
                .count();
        if (proofs > 1) {
            throw TokenRefusal.request("The request proves the client in more than one way.")
                    .refused();
        }
        if (!assertion.isEmpty() != assertionType.equals(ASSERTION_TYPE)) {
            throw TokenRefusal.request("client_assertion and client_assertion_type " + ASSERTION_TYPE + " go together.")
                    .refused();
        }
        if (!authorization.isEmpty()) {
            return basic(authorization, clientId, one(form, "grant_type"), one(form, "scope"));
        }
        Optional<TokenRequest.Proof> proof = !secret.isEmpty()
                ? Optional.of(new TokenRequest.Secret(secret))
                : Optional.of(assertion).filter(text -> !text.isEmpty()).map(TokenRequest.Assertion::new);
        return new TokenRequest(one(form, "grant_type"), clientId, one(form, "scope"), proof);
    }

    /** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
    private static TokenRequest basic(String header, String clientId, String grantType, String scope) {
        String malformed = "The Authorization header is not Basic with a client id and a secret.";
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw new TokenRefusal("invalid_client", malformed).refused();
        }
        try {
            String pair = text(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()));
            int colon = pair.indexOf(':');
            if (colon > 0) {
                String id = QueryStringDecoder.decodeComponent(pair.substring(0, colon));
                if (!clientId.isEmpty() && !clientId.equals(id)) {
                    throw TokenRefusal.request("client_id is not the one in the Authorization header.")
                            .refused();
                }
                String secret = QueryStringDecoder.decodeComponent(pair.substring(colon + 1));
                return new TokenRequest(grantType, id, scope, Optional.of(new TokenRequest.Secret(secret)));
            }
        } catch (IllegalArgumentException | CharacterCodingException undecodable) {
            // Refused below.
        }
        throw new TokenRefusal("invalid_client", malformed).refused();
    }

    private static Map<String, List<String>> form(byte[] body) {
        try {
            return new QueryStringDecoder(text(body), StandardCharsets.UTF_8, false, MAX_PARAMETERS, true).parameters();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            throw TokenRefusal.request("The body is not " + TYPE + ".").refused();
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static String one(Map<String, List<String>> form, String name) {
        return one(form.getOrDefault(name, List.of()), name);
    }

    /** RFC 6749 section 3.2: no parameter more than once, and an empty one is none. */
    private static String one(List<String> values, String name) {
        if (values.size() > 1) {
            throw TokenRefusal.request(name + " is there more than once.").refused();
        }
        return values.isEmpty() ? "" : values.getFirst();
    }
}
