package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a schema document (RFC 7643 section 7) and takes nothing for granted: every characteristic is written out, sub-attributes stand
 * with complex attributes only, reference types with references only, and a key that is not known is an error, never ignored.
 */
final class SchemaReader {
    private static final Set<String> SCHEMA_KEYS = Set.of("id", "name", "description", "attributes");
    private static final Set<String> ALWAYS = Set.of(
            "name",
            "type",
            "multiValued",
            "description",
            "required",
            "caseExact",
            "mutability",
            "returned",
            "uniqueness");

    private SchemaReader() {}

    /** Fails with an {@link IllegalArgumentException} that names the key and its place. */
    static SchemaDefinition read(JsonNode document) {
        checkKeys(document, SCHEMA_KEYS, Set.of(), "schema");
        String id = text(document, "id", "schema");
        return new SchemaDefinition(
                id,
                text(document, "name", id),
                text(document, "description", id),
                attributes(document.path("attributes"), id, true));
    }

    private static List<AttributeDefinition> attributes(JsonNode array, String place, boolean complexAllowed) {
        check(array.isArray() && !array.isEmpty(), place + ": a list of attributes that is not empty is missing");
        List<AttributeDefinition> attributes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : array) {
            AttributeDefinition attribute = attribute(node, place, complexAllowed);
            check(
                    names.add(attribute.name().toLowerCase(Locale.ROOT)),
                    place + ": " + attribute.name() + " stands twice");
            attributes.add(attribute);
        }
        return attributes;
    }

    private static AttributeDefinition attribute(JsonNode node, String parent, boolean complexAllowed) {
        String name = text(node, "name", parent);
        String place = parent + ": " + name;
        AttributeType type = keyword(node, "type", place, AttributeType.values(), AttributeType::keyword);
        boolean complex = type == AttributeType.COMPLEX;
        check(complexAllowed || !complex, place + ": a sub-attribute cannot be complex");
        boolean reference = type == AttributeType.REFERENCE;
        Set<String> required = new HashSet<>(ALWAYS);
        if (complex) {
            required.add("subAttributes");
        }
        if (reference) {
            required.add("referenceTypes");
        }
        checkKeys(node, required, Set.of("canonicalValues"), place);
        return new AttributeDefinition(
                name,
                type,
                bool(node, "multiValued", place),
                text(node, "description", place),
                bool(node, "required", place),
                texts(node, "canonicalValues", place),
                bool(node, "caseExact", place),
                keyword(node, "mutability", place, Mutability.values(), Mutability::keyword),
                keyword(node, "returned", place, Returned.values(), Returned::keyword),
                keyword(node, "uniqueness", place, Uniqueness.values(), Uniqueness::keyword),
                texts(node, "referenceTypes", place),
                complex ? attributes(node.path("subAttributes"), place, false) : List.of());
    }

    private static void checkKeys(JsonNode node, Set<String> required, Set<String> optional, String place) {
        check(node.isObject(), place + ": an object is missing");
        for (String key : required) {
            check(node.has(key), place + ": " + key + " is missing");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = entry.getKey();
            check(required.contains(key) || optional.contains(key), place + ": " + key + " does not belong here");
        }
    }

    private static String text(JsonNode node, String key, String place) {
        JsonNode value = node.path(key);
        check(value.isTextual() && !value.textValue().isEmpty(), place + ": " + key + " has no text");
        return value.textValue();
    }

    private static boolean bool(JsonNode node, String key, String place) {
        JsonNode value = node.path(key);
        check(value.isBoolean(), place + ": " + key + " is neither true nor false");
        return value.booleanValue();
    }

    /** The strings of the list; empty where the key is not there, but a list that is there is not empty. */
    private static List<String> texts(JsonNode node, String key, String place) {
        if (!node.has(key)) {
            return List.of();
        }
        JsonNode array = node.path(key);
        check(array.isArray() && !array.isEmpty(), place + ": " + key + " is not a list of strings");
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array) {
            check(element.isTextual(), place + ": " + key + " is not a list of strings");
            texts.add(element.textValue());
        }
        return texts;
    }

    private static <E extends Enum<E>> E keyword(
            JsonNode node, String key, String place, E[] values, Function<E, String> keyword) {
        String text = text(node, key, place);
        for (E value : values) {
            if (keyword.apply(value).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(place + ": " + key + " is none of the keywords of RFC 7643 section 7");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
