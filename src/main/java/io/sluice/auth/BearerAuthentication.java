package io.sluice.auth;

import io.sluice.config.BearerToken;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.store.Credential;
import io.sluice.store.CredentialStore;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns an Authorization header into a {@link Caller} (RFC 6750 section 2.1). A token of ours is looked up by its SHA-256 digest: it has at
 * least 256 bits of chance, so a plain digest is enough and no comparison of secrets happens here. One of an identity provider is checked
 * against what an administrator pinned.
 */
public final class BearerAuthentication implements Authentication {
    /** Longer than any token of ours; also the bound of what is hashed for a stranger. */
    private static final int MAX_TOKEN_LENGTH = 8_192;

    /** Shorter than any that an operator may set. */
    private static final int MIN_TOKEN_LENGTH = 32;

    private static final String SCHEME = "bearer ";

    /** Copied for each token, which is cheaper than asking the JDK's providers for another. */
    private static final MessageDigest SHA_256 = newSha256();

    private final CredentialStore credentials;
    private final IssuerCredentials issuerCredentials;
    private final TenantProfiles profiles;
    private final LastUse lastUse;
    private final KeptCallers kept = new KeptCallers();

    BearerAuthentication(
            CredentialStore credentials,
            IssuerCredentials issuerCredentials,
            TenantProfiles profiles,
            LastUse lastUse) {
        this.credentials = credentials;
        this.issuerCredentials = issuerCredentials;
        this.profiles = profiles;
        this.lastUse = lastUse;
    }

    @Override
    public Future<Caller> authenticate(@Nullable String authorization) {
        String token = token(authorization);
        if (token.isEmpty()) {
            return Future.failedFuture(refused("A bearer token is required."));
        }
        if (BearerToken.isDamaged(token)) {
            return Future.failedFuture(
                    refused("The bearer token is not as it was made: a part is missing or mistyped. Paste it whole."));
        }
        if (token.length() < MIN_TOKEN_LENGTH) {
            return Future.failedFuture(unknown());
        }
        byte[] digest = sha256(token);
        return kept.find(ByteBuffer.wrap(digest), () -> lookUp(token, digest))
                .map(found -> admitted(found.orElseThrow(BearerAuthentication::unknown)));
    }

    /** The digest by which a token is stored and found. */
    public static byte[] sha256(String token) {
        try {
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            return digest.digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("that of the JDK can be copied", impossible);
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private Future<Optional<Caller>> lookUp(String token, byte[] digest) {
        return credential(token, digest)
                .compose(found -> found.map(this::caller).orElseGet(() -> Future.succeededFuture(Optional.empty())))
                .onSuccess(found -> found.ifPresent(lastUse::note));
    }

    private Future<Optional<Credential>> credential(String token, byte[] digest) {
        if (!SignedToken.looksLikeOne(token)) {
            return credentials.find(digest);
        }
        return SignedToken.parse(token)
                .map(issuerCredentials::find)
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<Caller>> caller(Credential credential) {
        return profiles.of(credential).map(profile -> Optional.of(new Caller(credential, profile)));
    }

    private static Caller admitted(Caller caller) {
        if (caller.profile().suspended()) {
            throw ScimProblem.forbidden("This tenant is suspended: nothing is read or provisioned until the operator of"
                            + " this service resumes it.")
                    .exception();
        }
        return caller;
    }

    private static String token(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > MAX_TOKEN_LENGTH
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private static ScimException unknown() {
        return refused("The bearer token is unknown, expired, revoked or not as pinned; give the current one.");
    }

    private static ScimException refused(String detail) {
        return ScimProblem.unauthorized(detail).exception();
    }
}
