package io.sluice.config;

import java.time.Duration;

/**
 * What one Bulk request may be.
 *
 * @param maxPayloadBytes of its body
 * @param deadline after which no operation of a request that is waited for begins
 * @param resultHours for which the results of a request that was not waited for are kept
 */
public record BulkConfig(int maxOperations, int maxPayloadBytes, Duration deadline, int resultHours) {}
