package io.sluice.store;

import io.sluice.scim.TenantId;
import io.sluice.store.Client.ClientIssuer;
import io.sluice.store.Client.ClientSecret;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Provisioning clients, for administration. Whatever ends also ends the access tokens that were given out for it. */
public interface ClientDirectory {

    /** The oldest first, each with its secrets and issuers. */
    Future<List<Client>> clients(TenantId tenant);

    Future<Client> create(TenantId tenant, Set<Scope> scopes, int tokenSeconds);

    /** False where the tenant has no such client. */
    Future<Boolean> delete(TenantId tenant, UUID client);

    /** One secret more, by digest; empty where the tenant has no such client. */
    Future<Optional<ClientSecret>> addSecret(
            TenantId tenant, UUID client, UUID secret, byte[] digest, Optional<Instant> expires);

    Future<Boolean> revokeSecret(TenantId tenant, UUID client, UUID secret);

    /** @param digest SHA-256 of the pins' origin */
    Future<IssuerOutcome> addIssuer(TenantId tenant, UUID client, byte[] digest, IssuerPins pins);

    Future<Boolean> revokeIssuer(TenantId tenant, UUID client, UUID issuer);

    sealed interface IssuerOutcome {
        record Added(ClientIssuer issuer) implements IssuerOutcome {}

        record NoClient() implements IssuerOutcome {}

        /** Tokens that the pins admit stand for a client already, of this tenant or of another. */
        record Taken() implements IssuerOutcome {}
    }
}
