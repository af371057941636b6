package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ListElements;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an attribute stands in a document.
 *
 * @param extension the URN whose object holds the attribute, empty for the top of the document
 */
record Location(String extension, AttributeDefinition attribute) {

    /** The value, a missing node where it is unassigned. */
    JsonNode read(ObjectNode document) {
        JsonNode holder = extension.isEmpty() ? document : document.path(extension);
        return holder.path(attribute.name());
    }

    /** The elements of a multi-valued attribute, none where it is unassigned. The list is the caller's own. */
    List<JsonNode> elements(ObjectNode document) {
        List<JsonNode> elements = new ArrayList<>();
        read(document).forEach(elements::add);
        return elements;
    }

    /** The value of a complex attribute that is not multi-valued, a new object where it is unassigned. */
    ObjectNode object(ObjectNode document) {
        return read(document) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** Sets the value; a missing node, an empty list or an empty object unassigns the attribute. */
    void write(ObjectNode document, JsonNode value) {
        boolean unassigned = value.isMissingNode() || (value.isContainerNode() && value.isEmpty());
        if (extension.isEmpty()) {
            put(document, value, unassigned);
        } else if (!unassigned || document.has(extension)) {
            put(document.withObjectProperty(extension), value, unassigned);
        }
    }

    /** Sets the elements of a multi-valued attribute, each value once. */
    void writeElements(ObjectNode document, List<JsonNode> elements) {
        ArrayNode list = ListElements.distinct(attribute, elements, attribute.name());
        write(document, list);
    }

    private void put(ObjectNode holder, JsonNode value, boolean unassigned) {
        if (unassigned) {
            holder.remove(attribute.name());
        } else {
            holder.set(attribute.name(), value);
        }
    }
}
