package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Writes out what a schema leaves out (RFC 7643 sections 2.2 and 7), so that {@link SchemaReader} finds every characteristic. */
final class SchemaDefaults {
    private static final Map<String, String> TEXTS =
            Map.of("type", "string", "mutability", "readWrite", "returned", "default", "uniqueness", "none");
    private static final List<String> FLAGS = List.of("multiValued", "required", "caseExact");
    private static final List<String> LISTS = List.of("canonicalValues", "referenceTypes", "subAttributes");

    private SchemaDefaults() {}

    /** Changes the document; what is there stays, right or wrong. */
    static void fill(ObjectNode document) {
        describe(document);
        document.path("attributes").forEach(SchemaDefaults::attribute);
    }

    private static void attribute(JsonNode node) {
        if (!(node instanceof ObjectNode attribute)) {
            return;
        }
        describe(attribute);
        TEXTS.forEach((key, value) -> {
            if (!attribute.has(key)) {
                attribute.put(key, value);
            }
        });
        for (String flag : FLAGS) {
            if (!attribute.has(flag)) {
                attribute.put(flag, false);
            }
        }
        // An empty list says the same as none.
        for (String list : LISTS) {
            if (attribute.path(list).isArray() && attribute.path(list).isEmpty()) {
                attribute.remove(list);
            }
        }
        if (attribute.path("type").asText().equals("reference") && !attribute.has("referenceTypes")) {
            attribute.putArray("referenceTypes").add("external");
        }
        attribute.path("subAttributes").forEach(SchemaDefaults::attribute);
    }

    private static void describe(ObjectNode node) {
        if (!node.has("description") && node.path("name").isTextual()) {
            node.set("description", node.path("name"));
        }
    }
}
