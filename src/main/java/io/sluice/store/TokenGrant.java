package io.sluice.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What a new token may do, and until when; without an end it is good until it is revoked. */
public record TokenGrant(Set<Scope> scopes, Optional<Instant> expires) {
    public TokenGrant {
        scopes = Set.copyOf(scopes);
    }
}
