package io.sluice.auth;

import io.sluice.scim.ScimProblem;
import io.sluice.store.Credential;
import io.sluice.store.CredentialStore;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns an Authorization header into a {@link Caller} (RFC 6750 section 2.1). The token is looked up by its SHA-256 digest: it has at least 256
 * bits of chance, so a plain digest is enough and no comparison of secrets happens here. An answer is kept for two seconds, so that a revoked
 * token is refused within that time. Belongs to one event loop.
 */
public final class BearerAuthentication {
    /** Longer than any token of ours; also the bound of what is hashed for a stranger. */
    private static final int MAX_TOKEN_LENGTH = 8_192;

    private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int KEPT_ENTRIES = 10_000;
    private static final String SCHEME = "bearer ";

    private final CredentialStore credentials;
    private final Map<ByteBuffer, Kept> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Kept> eldest) {
            return size() > KEPT_ENTRIES;
        }
    };

    private record Kept(Future<Optional<Credential>> answer, long until) {}

    public BearerAuthentication(CredentialStore credentials) {
        this.credentials = credentials;
    }

    /** @param authorization the header as received, null where there is none */
    public Future<Caller> authenticate(@Nullable String authorization) {
        String token = token(authorization);
        if (token.isEmpty()) {
            return Future.failedFuture(
                    ScimProblem.unauthorized("A bearer token is required.").exception());
        }
        return credential(ByteBuffer.wrap(sha256(token)))
                .map(found -> found.map(credential -> new Caller(credential.tenant(), credential.id()))
                        .orElseThrow(() -> ScimProblem.unauthorized(
                                        "The bearer token is unknown, expired or revoked; paste the current secret token.")
                                .exception()));
    }

    /** The digest by which a token is stored and found. */
    public static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private Future<Optional<Credential>> credential(ByteBuffer digest) {
        Kept known = kept.get(digest);
        long now = System.nanoTime();
        if (known != null && now - known.until < 0 && !known.answer.failed()) {
            return known.answer;
        }
        Future<Optional<Credential>> answer = credentials.find(digest.array());
        kept.remove(digest);
        kept.put(digest, new Kept(answer, now + KEPT_NANOS));
        return answer;
    }

    private static String token(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > MAX_TOKEN_LENGTH
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        return authorization.substring(SCHEME.length()).strip();
    }
}
