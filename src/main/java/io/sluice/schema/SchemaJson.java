package io.sluice.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes schemas as RFC 7643 section 7 has them, with every characteristic. */
public final class SchemaJson {
    private SchemaJson() {}

    /** Without {@code schemas} and {@code meta}: those of a resource that is a schema. */
    public static ObjectNode of(SchemaDefinition schema) {
        return addTo(JsonNodeFactory.instance.objectNode(), schema);
    }

    static ObjectNode addTo(ObjectNode document, SchemaDefinition schema) {
        document.put("id", schema.id()).put("name", schema.name()).put("description", schema.description());
        addAttributes(document.putArray("attributes"), schema.attributes());
        return document;
    }

    private static void addAttributes(ArrayNode array, List<AttributeDefinition> attributes) {
        for (AttributeDefinition attribute : attributes) {
            ObjectNode node = array.addObject()
                    .put("name", attribute.name())
                    .put("type", attribute.type().keyword());
            if (attribute.isComplex()) {
                addAttributes(node.putArray("subAttributes"), attribute.subAttributes());
            }
            node.put("multiValued", attribute.multiValued())
                    .put("description", attribute.description())
                    .put("required", attribute.required());
            addTexts(node, "canonicalValues", attribute.canonicalValues());
            node.put("caseExact", attribute.caseExact())
                    .put("mutability", attribute.mutability().keyword())
                    .put("returned", attribute.returned().keyword())
                    .put("uniqueness", attribute.uniqueness().keyword());
            addTexts(node, "referenceTypes", attribute.referenceTypes());
        }
    }

    private static void addTexts(ObjectNode node, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = node.putArray(key);
            texts.forEach(array::add);
        }
    }
}
