package io.sluice.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A provisioning client of a tenant, as administrators see it.
 *
 * @param tokenSeconds how long its access tokens are good
 * @param lastUsed when it last got a token or presented one of its issuer's, to within a minute or two
 */
public record Client(
        UUID id,
        Instant created,
        Set<Scope> scopes,
        int tokenSeconds,
        Optional<Instant> lastUsed,
        List<ClientSecret> secrets,
        List<ClientIssuer> issuers) {

    /** Without the secret: that is stored as a digest only. */
    public record ClientSecret(UUID id, Instant created, Optional<Instant> expires) {}

    public record ClientIssuer(UUID id, Instant created, IssuerPins pins) {}

    public Client {
        scopes = Set.copyOf(scopes);
        secrets = List.copyOf(secrets);
        issuers = List.copyOf(issuers);
    }
}
