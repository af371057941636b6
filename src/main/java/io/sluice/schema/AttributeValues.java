package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what clients send for an attribute into the one shape that is stored, by the attribute's definition. Null, an empty string, list or
 * object are "unassigned" (RFC 7643 section 2.5) and become a {@link MissingNode}. A lone value stands for a list of one, a list of one for
 * its value, a bare string for the {@code value} of a complex attribute; names may have any case. What is of another type is refused with
 * 400 invalidValue. Text stays as it came.
 */
public final class AttributeValues {
    private static final String VALUE = "value";
    private static final String REFERENCE = "$ref";
    private static final String DISPLAY = "display";
    private static final String DISPLAY_ALIAS = "displayName";

    private final IgnoredNames ignored;

    public AttributeValues(IgnoredNames ignored) {
        this.ignored = ignored;
    }

    /** @param path the attribute as messages call it, for example {@code emails} */
    public JsonNode canonical(AttributeDefinition definition, JsonNode value, String path) {
        if (isUnassigned(definition, value)) {
            return MissingNode.getInstance();
        }
        return definition.multiValued() ? list(definition, value, path) : single(definition, value, path);
    }

    /**
     * The sub-attributes that a value of a complex attribute (one element of a multi-valued one) gives, by their names in the schema; a
     * {@link MissingNode} for one given as unassigned. Read-only and unknown ones are left out.
     */
    public Map<String, JsonNode> subAttributes(AttributeDefinition definition, JsonNode value, String path) {
        Map<String, JsonNode> given = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : ObjectFields.of(asObject(definition, value, path), path)) {
            Optional<AttributeDefinition> sub = subAttribute(definition, field.getKey());
            if (sub.isEmpty()) {
                ignored.add(path + "." + field.getKey());
            } else if (isWritable(sub.get())) {
                String name = sub.get().name();
                given.merge(
                        name,
                        canonical(sub.get(), field.getValue(), path + "." + name),
                        (known, again) -> again.isMissingNode() ? known : again);
            }
        }
        return given;
    }

    /** Whether the value stands for none. */
    public static boolean isUnassigned(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty());
    }

    /** An empty object is no value of a complex attribute, and of a simple one it is a mistake. */
    private static boolean isUnassigned(AttributeDefinition definition, JsonNode value) {
        return isUnassigned(value) && (definition.isComplex() || !value.isObject());
    }

    /** The element of a list of one, else the value itself; a longer list is refused. For attributes that are not multi-valued. */
    public static JsonNode unwrapped(JsonNode value, String path) {
        if (!value.isArray()) {
            return value;
        }
        if (value.size() > 1) {
            throw ScimProblem.invalidValue(path + " takes one value, not a list.")
                    .exception();
        }
        return value.path(0);
    }

    /** Whether clients may set it and it is stored; what may be written but never read is dropped. */
    static boolean isWritable(AttributeDefinition definition) {
        return switch (definition.mutability()) {
            case READ_WRITE, IMMUTABLE -> true;
            case READ_ONLY, WRITE_ONLY -> false;
        };
    }

    private JsonNode single(AttributeDefinition definition, JsonNode value, String path) {
        JsonNode inner = unwrapped(value, path);
        if (definition.isComplex()) {
            return isUnassigned(inner) ? MissingNode.getInstance() : complex(definition, inner, path);
        }
        return simple(definition, value.isArray() ? bare(inner) : inner, path);
    }

    private JsonNode list(AttributeDefinition definition, JsonNode value, String path) {
        List<JsonNode> elements = new ArrayList<>();
        boolean primary = false;
        for (JsonNode given : value.isArray() ? value : List.of(value)) {
            JsonNode element = element(definition, given, path);
            if (element.isMissingNode()) {
                continue;
            }
            if (primary && ListElements.isPrimary(element)) {
                throw ScimProblem.invalidValue(path + " may have one primary value only.")
                        .exception();
            }
            primary |= ListElements.isPrimary(element);
            elements.add(element);
        }
        ArrayNode distinct = ListElements.distinct(definition, elements, path);
        return distinct.isEmpty() ? MissingNode.getInstance() : distinct;
    }

    private JsonNode element(AttributeDefinition definition, JsonNode given, String path) {
        if (given.isArray() && given.isEmpty()) {
            throw SimpleValues.refusal(path, "a list of values, not of lists");
        }
        if (!definition.isComplex()) {
            return simple(definition, bare(given), path);
        }
        return isUnassigned(given) ? MissingNode.getInstance() : complex(definition, given, path);
    }

    private static JsonNode simple(AttributeDefinition definition, JsonNode value, String path) {
        return isUnassigned(definition, value)
                ? MissingNode.getInstance()
                : SimpleValues.canonical(definition, value, path);
    }

    private JsonNode complex(AttributeDefinition definition, JsonNode value, String path) {
        Map<String, JsonNode> given = subAttributes(definition, value, path);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (AttributeDefinition sub : definition.subAttributes()) {
            JsonNode known = given.getOrDefault(sub.name(), MissingNode.getInstance());
            if (!known.isMissingNode()) {
                object.set(sub.name(), known);
            }
        }
        boolean lost = object.size() < given.size();
        return object.isEmpty() || (lost && ListElements.isHollow(definition, object))
                ? MissingNode.getInstance()
                : object;
    }

    private static JsonNode asObject(AttributeDefinition definition, JsonNode value, String path) {
        if (value instanceof ObjectNode object) {
            return definition.multiValued() ? EmbeddedValue.unfolded(object) : object;
        }
        if (value.isArray() || definition.subAttribute(VALUE).isEmpty()) {
            throw SimpleValues.refusal(path, "an object");
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode().set(VALUE, value);
        return definition.multiValued() ? EmbeddedValue.unfolded(object) : object;
    }

    private static Optional<AttributeDefinition> subAttribute(AttributeDefinition definition, String name) {
        return definition
                .subAttribute(name)
                .or(() -> definition.multiValued() && name.equalsIgnoreCase(DISPLAY_ALIAS)
                        ? definition.subAttribute(DISPLAY)
                        : Optional.empty());
    }

    /** The value in {@code {"$ref":null,"value":"X"}}, as an old connector of Entra wraps plain values; else the node itself. */
    private static JsonNode bare(JsonNode value) {
        boolean wrapped = value.isObject()
                && value.has(VALUE)
                && (value.size() == 1 || (value.size() == 2 && value.has(REFERENCE)));
        return wrapped ? value.path(VALUE) : value;
    }
}
