package io.sluice.auth;

import io.sluice.store.ClientProof;
import io.sluice.store.ClientStore;
import io.sluice.store.Credential;
import io.sluice.store.IssuerPins.Use;
import io.vertx.core.Future;
import java.util.Optional;

/** What an identity provider's token that comes with a request stands for: the client that trusts its issuer for that. */
record IssuerCredentials(ClientStore clients, IssuerTokens tokens) {

    Future<Optional<Credential>> find(SignedToken token) {
        return tokens.trusted(token, Use.BEARER)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : client(found.get().proof()));
    }

    private Future<Optional<Credential>> client(ClientProof proof) {
        return clients.client(proof.tenant(), proof.client());
    }
}
