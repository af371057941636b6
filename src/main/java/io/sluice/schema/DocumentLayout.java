package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The order of a stored document, so that equal resources are equal text: {@code schemas}, {@code externalId}, the core schema's attributes,
 * then each extension that holds any.
 */
final class DocumentLayout {
    private DocumentLayout() {}

    /** A new document with the attributes of {@code document} in order and {@code schemas} computed from them (RFC 7643 section 3). */
    static ObjectNode arranged(ResourceType type, ObjectNode document) {
        ObjectNode arranged = JsonNodeFactory.instance.objectNode();
        ArrayNode schemas = arranged.putArray(CommonAttributes.SCHEMAS.name());
        schemas.add(type.core().id());
        copy(CommonAttributes.EXTERNAL_ID, document, arranged);
        type.core().attributes().forEach(attribute -> copy(attribute, document, arranged));
        for (SchemaExtension extension : type.extensions()) {
            String urn = extension.schema().id();
            ObjectNode inner = JsonNodeFactory.instance.objectNode();
            extension.schema().attributes().forEach(attribute -> copy(attribute, document.path(urn), inner));
            if (!inner.isEmpty()) {
                schemas.add(urn);
                arranged.set(urn, inner);
            }
        }
        return arranged;
    }

    private static void copy(AttributeDefinition attribute, JsonNode from, ObjectNode to) {
        JsonNode value = from.path(attribute.name());
        if (!value.isMissingNode()) {
            to.set(attribute.name(), value);
        }
    }
}
