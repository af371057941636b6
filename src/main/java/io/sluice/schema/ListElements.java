package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Normaliser;
import io.sluice.scim.ScimProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the elements of a multi-valued attribute have in common (RFC 7643 section 2.4): when two are the same, and which is primary. */
public final class ListElements {
    /** A directory entry has a handful; beyond this a list is an attack or a mistake. Members are not counted here. */
    public static final int MOST = 10_000;

    private static final String VALUE = "value";
    private static final String TYPE = "type";
    private static final String PRIMARY = "primary";
    private static final Set<String> LABELS = Set.of(TYPE, PRIMARY);
    private static final Set<String> LABELS_OF_VALUE = Set.of(TYPE, PRIMARY, "display", "$ref");

    private ListElements() {}

    /**
     * A key that two elements share if they are the same value: type and {@code value}, without regard to case where the schema has none; an
     * element without {@code value} is known by all it has but {@code primary}.
     */
    public static Object identity(AttributeDefinition definition, JsonNode element) {
        if (!definition.isComplex()) {
            return folded(definition, element);
        }
        JsonNode value = element.path(VALUE);
        if (value.isMissingNode()) {
            return element instanceof ObjectNode object ? object.deepCopy().without(PRIMARY) : element;
        }
        return List.of(
                folded(definition.subAttribute(TYPE), element.path(TYPE)),
                folded(definition.subAttribute(VALUE), value));
    }

    /** The value as it compares under the attribute's case rule: text, or the node where it is no text. */
    public static Object folded(AttributeDefinition definition, JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        return definition.caseExact() ? value.textValue() : Normaliser.key(value.textValue());
    }

    /** The list with each value once; what a later copy says beside type and value is kept too. Refuses a list that is too long. */
    public static ArrayNode distinct(AttributeDefinition definition, Iterable<JsonNode> elements, String path) {
        Map<Object, JsonNode> known = new LinkedHashMap<>();
        for (JsonNode element : elements) {
            known.merge(identity(definition, element), element, ListElements::merged);
        }
        if (known.size() > MOST) {
            throw ScimProblem.invalidValue(path + " may have " + MOST + " values at most.")
                    .exception();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode(known.size());
        known.values().forEach(list::add);
        return list;
    }

    public static boolean isPrimary(JsonNode element) {
        return element.path(PRIMARY).booleanValue();
    }

    /** Leaves {@code chosen} as the only primary element, as an operation that makes one primary must (RFC 7644 section 3.5.2). */
    public static void makeOnlyPrimary(Iterable<JsonNode> elements, JsonNode chosen) {
        for (JsonNode element : elements) {
            if (element != chosen && isPrimary(element) && element instanceof ObjectNode object) {
                object.put(PRIMARY, false);
            }
        }
    }

    /** Whether a complex value tells nothing: only what its type is, that it is primary, how a value that it lacks is shown. */
    public static boolean isHollow(AttributeDefinition definition, ObjectNode element) {
        Set<String> labels = definition.subAttribute(VALUE).isPresent() ? LABELS_OF_VALUE : LABELS;
        return element.properties().stream().allMatch(field -> labels.contains(field.getKey()));
    }

    private static Object folded(Optional<AttributeDefinition> definition, JsonNode value) {
        return definition.map(known -> folded(known, value)).orElse(value);
    }

    private static JsonNode merged(JsonNode known, JsonNode again) {
        if (known instanceof ObjectNode element && again instanceof ObjectNode same) {
            same.properties().stream()
                    .filter(field ->
                            !field.getKey().equals(TYPE) && !field.getKey().equals(VALUE))
                    .forEach(field -> element.set(field.getKey(), field.getValue()));
        }
        return known;
    }
}
