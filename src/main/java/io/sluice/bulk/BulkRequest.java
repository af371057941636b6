package io.sluice.bulk;

import java.util.List;

/**
 * A request as read, over the bytes that it came as.
 *
 * @param failOnErrors after how many failures nothing more is begun; {@link Integer#MAX_VALUE} where the client does not say
 */
record BulkRequest(byte[] body, List<BulkOperation> operations, int failOnErrors) {
    BulkRequest {
        operations = List.copyOf(operations);
    }
}
