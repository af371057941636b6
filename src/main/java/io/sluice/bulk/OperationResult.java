package io.sluice.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.Version;
import java.util.Optional;

/**
 * What became of one operation (RFC 7644 section 3.7.3).
 *
 * @param status what the single request would be answered with
 * @param location of the resource; empty for a creation that failed
 * @param created the id of the resource that it created
 */
record OperationResult(
        BulkOperation operation,
        int status,
        String location,
        Optional<Version> version,
        Optional<ResourceId> created,
        Optional<ScimProblem> problem) {

    static OperationResult failed(BulkOperation operation, String location, ScimProblem problem) {
        return new OperationResult(
                operation, problem.status(), location, Optional.empty(), Optional.empty(), Optional.of(problem));
    }

    boolean isFailure() {
        return problem.isPresent();
    }

    ObjectNode message() {
        ObjectNode message = Json.MAPPER.createObjectNode();
        put(message, "location", location);
        put(message, "method", operation.method());
        put(message, "bulkId", operation.bulkId());
        version.ifPresent(known -> message.put("version", known.entityTag()));
        message.put("status", Integer.toString(status));
        problem.ifPresent(refused -> message.set("response", refused.message()));
        return message;
    }

    private static void put(ObjectNode message, String name, String text) {
        if (!text.isEmpty()) {
            message.put(name, text);
        }
    }
}
