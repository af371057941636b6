package io.sluice.auth;

import io.sluice.config.BearerToken;
import io.sluice.store.AccessOutcome;
import io.sluice.store.AccessRequest;
import io.sluice.store.ClientProof;
import io.sluice.store.ClientStore;
import io.sluice.store.IssuerPins.Use;
import io.sluice.store.Scope;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/**
 * Gives clients that prove themselves an access token (RFC 6749 section 4.4; with an assertion, RFC 7523 section 2.2). The token is opaque and
 * stored by digest, so it can be ended at once. Belongs to one event loop.
 */
public final class TokenIssue {
    private static final TokenRefusal UNKNOWN_CLIENT = TokenRefusal.client(
            "The client is unknown, or its secret or assertion is not good: wrong, expired, revoked or not as pinned.");

    /** What Entra asks for: everything that the client has. */
    private static final String ALL_SCOPES = "scim";

    private final ClientStore clients;
    private final IssuerTokens issuerTokens;

    TokenIssue(ClientStore clients, IssuerTokens issuerTokens) {
        this.clients = clients;
        this.issuerTokens = issuerTokens;
    }

    /** Fails with {@link TokenRefusal.Refused} for whoever gets none. */
    public Future<AccessToken> issue(TokenRequest request) {
        if (!request.grantType().equals("client_credentials")) {
            return refused(
                    request.grantType().isEmpty()
                            ? TokenRefusal.request("The parameter grant_type is missing.")
                            : new TokenRefusal("unsupported_grant_type", "The grant_type must be client_credentials."));
        }
        return switch (request.proof().orElse(null)) {
            case null -> refused(TokenRefusal.client("The request names no client secret and no client assertion."));
            case TokenRequest.Secret secret -> bySecret(request, secret.value());
            case TokenRequest.Assertion assertion -> byAssertion(request, assertion.token());
        };
    }

    private Future<AccessToken> bySecret(TokenRequest request, String secret) {
        if (!BearerToken.isSecret(secret)) {
            return refused(UNKNOWN_CLIENT);
        }
        return clients.secret(BearerAuthentication.sha256(secret))
                .map(found ->
                        found.filter(proof -> isOf(proof, request.clientId())).orElseThrow(UNKNOWN_CLIENT::refused))
                .compose(proof -> issue(request, proof, "", Instant.EPOCH));
    }

    private Future<AccessToken> byAssertion(TokenRequest request, String assertion) {
        SignedToken token = SignedToken.parse(assertion).orElse(null);
        if (token == null) {
            return refused(UNKNOWN_CLIENT);
        }
        // Which client it stands for is pinned; naming it besides is optional (RFC 7521 section 4.2).
        return issuerTokens
                .trusted(token, Use.ASSERTION)
                .map(found -> found.filter(
                                issuer -> request.clientId().isEmpty() || isOf(issuer.proof(), request.clientId()))
                        .orElseThrow(UNKNOWN_CLIENT::refused))
                .compose(issuer -> issue(
                        request,
                        issuer.proof(),
                        HexFormat.of().formatHex(BearerAuthentication.sha256(token.signedText())),
                        token.ends()));
    }

    private Future<AccessToken> issue(
            TokenRequest request, ClientProof proof, String assertion, Instant assertionEnds) {
        boolean all = request.scope().isEmpty() || request.scope().equals(ALL_SCOPES);
        UUID id = UUID.randomUUID();
        String secret = BearerToken.tenant(id);
        return clients.issue(
                        proof,
                        id,
                        BearerAuthentication.sha256(secret),
                        new AccessRequest(all ? Set.of() : scopes(request.scope()), assertion, assertionEnds))
                .map(outcome -> switch (outcome) {
                    case AccessOutcome.Issued issued ->
                        new AccessToken(
                                secret,
                                issued.seconds(),
                                request.scope().equals(ALL_SCOPES)
                                        ? ALL_SCOPES
                                        : String.join(" ", Scope.words(issued.scopes())));
                    case AccessOutcome.Gone gone -> throw UNKNOWN_CLIENT.refused();
                    case AccessOutcome.Suspended suspended ->
                        throw new TokenRefusal(
                                        "unauthorized_client",
                                        "The tenant of this client is suspended until the operator of this service resumes it.")
                                .refused();
                    case AccessOutcome.Replayed replayed ->
                        throw TokenRefusal.client("This client assertion was used before; each is good once.")
                                .refused();
                    case AccessOutcome.ScopeExceeded exceeded ->
                        throw scopeRefusal().refused();
                });
    }

    private static Set<Scope> scopes(String words) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : words.split(" ", -1)) {
            scopes.add(Scope.of(word).orElseThrow(() -> scopeRefusal().refused()));
        }
        return scopes;
    }

    private static TokenRefusal scopeRefusal() {
        return new TokenRefusal(
                "invalid_scope",
                "The scope must be scim, for all that the client has, or some of the scopes that it has of "
                        + String.join(", ", Scope.words(Scope.ALL)) + ".");
    }

    private static boolean isOf(ClientProof proof, String clientId) {
        return proof.client().toString().equalsIgnoreCase(clientId);
    }

    private static <T> Future<T> refused(TokenRefusal refusal) {
        return Future.failedFuture(refusal.refused());
    }
}
