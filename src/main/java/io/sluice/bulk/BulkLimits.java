package io.sluice.bulk;

import java.time.Duration;

/**
 * What one request may be.
 *
 * @param maxOperations in one request
 * @param maxPayloadBytes of its body
 * @param deadline after which no operation of a request that is waited for begins
 * @param resultHours for which the results of a request that was not waited for are kept
 */
public record BulkLimits(int maxOperations, int maxPayloadBytes, Duration deadline, int resultHours) {}
