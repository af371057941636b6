package io.sluice.bulk;

import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import java.util.Optional;

/**
 * What the path of an operation names, answered as the single request would be.
 *
 * @param id as the client wrote it; empty for the endpoint of a type
 */
record OperationTarget(ResourceType type, String id) {

    /** @param path relative to the SCIM base, for example {@code /Users/9f3c...}; empty where it is no resource or endpoint of one */
    static Optional<OperationTarget> find(String path, ResourceTypes types) {
        String[] segments = segments(path);
        if (segments.length > 2 || segments[segments.length - 1].equals(".search")) {
            return Optional.empty();
        }
        return types.byEndpoint(segments[0])
                .map(type -> new OperationTarget(type, segments.length == 2 ? segments[1] : ""));
    }

    /** Refuses a path that an operation cannot have, or that does not fit the method. */
    static OperationTarget of(String method, String path, ResourceTypes types) {
        String first = segments(path)[0];
        if (first.equals("Bulk")) {
            throw ScimProblem.invalidValue("A Bulk request cannot hold another.")
                    .exception();
        }
        OperationTarget target = find(path, types).orElseThrow(() -> unknown(first));
        if (method.equals("POST") != target.id.isEmpty()) {
            throw refusal(405, "POST goes to an endpoint such as /Users, every other method to a resource in it.");
        }
        return target;
    }

    /** Refuses with 404 what cannot be the id of a resource. */
    ResourceId resource() {
        return ResourceId.parse(id).orElseThrow(() -> ScimProblem.notFound().exception());
    }

    /** @param baseUrl for example {@code https://scim.example.com/scim/v2} */
    String location(String baseUrl) {
        return baseUrl + type.endpoint() + "/" + id;
    }

    private static ScimException unknown(String first) {
        return first.equals("Me")
                ? refusal(501, "/Me is not offered; use the path of the user.")
                : refusal(404, "The path of an operation must be that of a resource type, or of a resource in it.");
    }

    private static ScimException refusal(int status, String detail) {
        return new ScimProblem(status, ScimType.NONE, detail).exception();
    }

    private static String[] segments(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        return (relative.endsWith("/") ? relative.substring(0, relative.length() - 1) : relative).split("/", -1);
    }
}
