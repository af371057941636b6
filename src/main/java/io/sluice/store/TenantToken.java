package io.sluice.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A bearer token of a tenant, without its secret: that is stored as a digest only and never leaves the store.
 *
 * @param lastUsed to within a minute or two; empty where it never was
 */
public record TenantToken(
        UUID id, Instant created, Optional<Instant> expires, Set<Scope> scopes, Optional<Instant> lastUsed) {
    public TenantToken {
        scopes = Set.copyOf(scopes);
    }
}
