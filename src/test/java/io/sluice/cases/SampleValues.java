package io.sluice.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Values of every data type in a spelling that a careless server would change: mixed case, letters beyond ASCII, double spaces, an odd but
 * valid form. Two with different numbers differ.
 *
 * @param number makes the values unique
 * @param member id of a user that a group may hold
 */
record SampleValues(String number, String member) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What a body holds for the attribute, however small a part of it is meant. */
    JsonNode whole(PublishedAttribute target) {
        JsonNode attribute = target.attribute();
        if (!attribute.path("type").asText().equals("complex")) {
            return simple(attribute);
        }
        ObjectNode element = JSON.objectNode();
        for (JsonNode sub : attribute.path("subAttributes")) {
            if (!target.isMembers() || sub.path("name").asText().equals("value")) {
                boolean writable = sub.path("mutability").asText().equals("readWrite");
                if (writable || target.isMembers() || target.rule() == PublishedAttribute.Rule.READ_ONLY) {
                    element.set(sub.path("name").asText(), sub(target, sub));
                }
            }
        }
        return target.isMultiValued() ? JSON.arrayNode().add(element) : element;
    }

    /** What is meant: the attribute, or the sub-attribute alone. */
    JsonNode part(PublishedAttribute target) {
        return target.isSub() ? sub(target, target.sub()) : whole(target);
    }

    private JsonNode sub(PublishedAttribute target, JsonNode sub) {
        return target.isMembers() && sub.path("name").asText().equals("value") ? JSON.textNode(member) : simple(sub);
    }

    private JsonNode simple(JsonNode definition) {
        return switch (definition.path("type").asText()) {
            case "string" -> JSON.textNode("VaLue  ÜñÎ-" + number);
            case "reference" -> JSON.textNode("https://Example.COM/Path/" + number + "?Q=a%20B");
            case "boolean" -> JSON.booleanNode(number.endsWith("b"));
            case "integer" -> JSON.numberNode(number.hashCode());
            case "decimal" -> JSON.numberNode(number.hashCode() + 0.5);
            case "dateTime" -> JSON.textNode("2011-05-13T04:42:34.5+02:00");
            case "binary" -> JSON.textNode(Base64.getEncoder().encodeToString(number.getBytes(StandardCharsets.UTF_8)));
            default -> throw new IllegalStateException("type of " + definition);
        };
    }
}
