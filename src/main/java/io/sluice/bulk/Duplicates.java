package io.sluice.bulk;

import io.sluice.scim.ScimProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bulkId is unique within its request (RFC 7644 section 3.7): where two operations create under one, nobody knows which is meant. */
final class Duplicates {
    private Duplicates() {}

    /** The same operations, those refused that share a bulkId. */
    static List<BulkOperation> refused(List<BulkOperation> operations) {
        Map<String, Integer> creating = new HashMap<>();
        for (BulkOperation operation : operations) {
            if (operation.creates() && !operation.bulkId().isEmpty()) {
                creating.merge(operation.bulkId(), 1, Integer::sum);
            }
        }
        return operations.stream()
                .map(operation -> operation.creates()
                                && operation.fault().isEmpty()
                                && creating.getOrDefault(operation.bulkId(), 0) > 1
                        ? operation.with(ScimProblem.invalidValue(
                                "Another POST of this request has the same bulkId; give each its own."))
                        : operation)
                .toList();
    }
}
