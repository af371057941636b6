package io.sluice.scim;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads a large body into a tree that stays small. What makes a body large is a list of members; an object for each of a hundred thousand
 * takes ten times the memory of its id. So in a list of more than {@link #LONG} elements an element with a {@code value} that is text becomes that text,
 * which means the same member, and a text that is an id becomes an {@link IdNode}. Every other list of so many elements is refused later, whatever they are.
 */
final class CompactTree {
    /** The most that an attribute of a document may have. */
    static final int LONG = 10_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;

    private CompactTree(JsonParser parser) {
        this.parser = parser;
    }

    /** The one value of the input; a missing node where there is none. The parser's limits hold, the depth among them. */
    static JsonNode read(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return MissingNode.getInstance();
        }
        JsonNode tree = new CompactTree(parser).value();
        if (parser.nextToken() != null) {
            throw new com.fasterxml.jackson.core.JsonParseException(parser, "more after the end");
        }
        return tree;
    }

    private JsonNode value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_NUMBER_INT -> integer();
            default -> NODES.textNode(parser.getText());
        };
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode list() throws IOException {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode element = value();
            if (list.size() == LONG) {
                for (int place = 0; place < LONG; place++) {
                    list.set(place, compact(list.get(place)));
                }
            }
            list.add(list.size() >= LONG ? compact(element) : element);
        }
        return list;
    }

    private static JsonNode compact(JsonNode element) {
        JsonNode value = element.path("value");
        JsonNode text = value.isTextual() ? value : element;
        return text.isTextual() ? IdNode.of(text) : text;
    }
}
