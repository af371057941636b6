package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One operation of a PATCH request as the client wrote it.
 *
 * @param path empty where there is none: the target is the resource
 * @param value a missing node where there is none
 */
public record PatchOperation(Kind kind, String path, JsonNode value) {
    /** The three operations of RFC 7644 section 3.5.2. */
    public enum Kind {
        ADD,
        REPLACE,
        REMOVE
    }
}
