package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import java.util.Locale;

/** Whether the body of a PUT or PATCH takes something away: a user's {@code active}, or members. */
final class Removals {
    private Removals() {}

    static boolean in(Body body) {
        // A deactivation is short; what is longer is not worth the look while there is too much to do anyway.
        if (!body.isShort()) {
            return false;
        }
        try {
            JsonNode tree = Json.parse(body.bytes());
            JsonNode operations = field(tree, "operations");
            if (!operations.isArray()) {
                return isFalse(field(tree, "active"));
            }
            for (JsonNode operation : operations) {
                if (removes(operation)) {
                    return true;
                }
            }
            return false;
        } catch (ScimException malformed) {
            return false;
        }
    }

    private static boolean removes(JsonNode operation) {
        String path = field(operation, "path").asText("").toLowerCase(Locale.ROOT);
        JsonNode value = field(operation, "value");
        if (field(operation, "op").asText("").equalsIgnoreCase("remove")) {
            return path.startsWith("members");
        }
        return path.isEmpty() ? isFalse(field(value, "active")) : path.equals("active") && isFalse(value);
    }

    private static boolean isFalse(JsonNode value) {
        return value.isValueNode() && value.asText().equalsIgnoreCase("false");
    }

    /** Names of attributes are the same in any case (RFC 7643 section 2.1). */
    private static JsonNode field(JsonNode object, String name) {
        JsonNode exact = object.path(name);
        if (!exact.isMissingNode()) {
            return exact;
        }
        for (var field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return exact;
    }
}
