package io.sluice.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A client's resource as read: what is stored, its members, and what was not understood.
 *
 * @param document canonical: names and order of the schema, no {@code id}, {@code meta}, {@code members} or other read-only attribute
 * @param ignored names that no schema of the type knows, as the client spelled them
 */
public record ResourceInput(ObjectNode document, Members members, List<String> ignored) {
    public ResourceInput {
        ignored = List.copyOf(ignored);
    }
}
