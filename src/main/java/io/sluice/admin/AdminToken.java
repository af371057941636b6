package io.sluice.admin;

import io.sluice.auth.BearerAuthentication;
import io.sluice.config.Secret;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The one credential of the administration API. Digests are compared, in a time that tells nothing of where they differ. */
final class AdminToken {
    private static final String SCHEME = "bearer ";

    private final byte[] digest;

    AdminToken(Secret token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("an empty token would admit everybody");
        }
        this.digest = BearerAuthentication.sha256(token.value());
    }

    /** @param authorization the header as received, null where there is none */
    boolean admits(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        digest,
                        BearerAuthentication.sha256(
                                authorization.substring(SCHEME.length()).strip()));
    }
}
