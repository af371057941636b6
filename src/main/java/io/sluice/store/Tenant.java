package io.sluice.store;

import java.time.Instant;

/** A customer by the name that administrators know. */
public record Tenant(String name, Instant created) {}
