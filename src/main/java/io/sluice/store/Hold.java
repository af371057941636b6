package io.sluice.store;

import java.time.Instant;

/**
 * How a tenant's mass deprovisioning is held up.
 *
 * @param state {@code armed}, {@code held}, {@code allowed} or {@code rejected}
 * @param since of the state
 * @param users who lost their access in the last 40 minutes
 * @param threshold how many may
 */
public record Hold(String state, Instant since, long users, long threshold) {}
