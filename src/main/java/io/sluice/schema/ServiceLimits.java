package io.sluice.schema;

/**
 * The limits that discovery announces.
 *
 * @param maxResults the largest page of a list, in resources
 * @param defaultPageSize of a list for which no count is asked
 * @param cursorSeconds how long a cursor can be used at least
 * @param bulkOperations in one Bulk request
 * @param bulkPayloadBytes of its body
 */
public record ServiceLimits(
        int maxResults, int defaultPageSize, int cursorSeconds, int bulkOperations, int bulkPayloadBytes) {}
