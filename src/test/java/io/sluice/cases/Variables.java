package io.sluice.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * What {@code ${...}} in a case stands for: members of its example and answers remembered so far, named by dotted paths.
 * {@code ${repeat:3:ab}} is {@code ababab}. A text that is one variable and nothing else becomes its value, whatever its type.
 */
final class Variables {
    private static final String OPEN = "${";
    private static final String REPEAT = "repeat:";

    private final ObjectNode values;

    Variables(ObjectNode example) {
        this.values = example.deepCopy();
    }

    void put(String name, JsonNode value) {
        values.set(name, value);
    }

    /** Appends to the list {@code name}, which is made if need be. */
    void append(String name, JsonNode value) {
        values.withArray("/" + name).add(value);
    }

    /** A copy of {@code node} with every variable replaced, in names of members too. */
    JsonNode fill(JsonNode node) {
        if (node.isTextual()) {
            return fillText(node.textValue());
        }
        if (node instanceof ArrayNode array) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.fields()
                    .forEachRemaining(
                            member -> filled.set(fillText(member.getKey()).asText(), fill(member.getValue())));
            return filled;
        }
        return node;
    }

    private JsonNode fillText(String text) {
        int open = text.indexOf(OPEN);
        if (open < 0) {
            return TextNode.valueOf(text);
        }
        int close = text.indexOf('}', open);
        if (open == 0 && close == text.length() - 1) {
            return value(text.substring(OPEN.length(), close));
        }
        StringBuilder filled = new StringBuilder();
        int from = 0;
        while (open >= 0) {
            filled.append(text, from, open)
                    .append(value(text.substring(open + OPEN.length(), close)).asText());
            from = close + 1;
            open = text.indexOf(OPEN, from);
            close = text.indexOf('}', Math.max(open, from));
        }
        return TextNode.valueOf(filled.append(text.substring(from)).toString());
    }

    private JsonNode value(String name) {
        if (name.startsWith(REPEAT)) {
            String[] parts = name.substring(REPEAT.length()).split(":", 2);
            return TextNode.valueOf(parts[1].repeat(Integer.parseInt(parts[0])));
        }
        JsonNode value = values;
        for (String part : List.of(name.split("\\."))) {
            value = value.path(part);
        }
        if (value.isMissingNode()) {
            throw new IllegalStateException("no value for ${" + name + "}");
        }
        return fill(value);
    }
}
