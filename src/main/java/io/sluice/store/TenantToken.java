package io.sluice.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A bearer token of a tenant, without its secret: that is stored as a digest only and never leaves the store. */
public record TenantToken(UUID id, Instant created, Optional<Instant> expires) {}
