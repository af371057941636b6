package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * Attributes that are set once (RFC 7643 section 2.2, immutable): of the resource, of its extensions, and the sub-attributes of its singular
 * complex attributes. Elements of multi-valued attributes come and go as a whole. A place is the list of names that leads to a value.
 */
final class ImmutableAttributes {
    private ImmutableAttributes() {}

    /** Puts into {@code after} those that {@code before} has and it lacks, for a replacement that leaves them out (RFC 7644 section 3.5.1). */
    static void keep(ResourceType type, ObjectNode before, ObjectNode after) {
        for (List<String> place : places(type)) {
            JsonNode value = at(before, place);
            if (!value.isMissingNode() && at(after, place).isMissingNode()) {
                ObjectNode holder = after;
                for (String name : place.subList(0, place.size() - 1)) {
                    holder = holder.withObjectProperty(name);
                }
                holder.set(place.getLast(), value);
            }
        }
    }

    /** Refuses with 400 mutability a change of one that had a value. */
    static void check(ResourceType type, ObjectNode before, ObjectNode after) {
        for (List<String> place : places(type)) {
            JsonNode value = at(before, place);
            if (!value.isMissingNode() && !value.equals(at(after, place))) {
                throw ScimProblem.mutability(place.getLast() + " cannot be changed once it is set.")
                        .exception();
            }
        }
    }

    private static List<List<String>> places(ResourceType type) {
        List<List<String>> places = new ArrayList<>();
        type.core().attributes().forEach(attribute -> collect(List.of(), attribute, places));
        for (SchemaExtension extension : type.extensions()) {
            List<String> holder = List.of(extension.schema().id());
            extension.schema().attributes().forEach(attribute -> collect(holder, attribute, places));
        }
        return places;
    }

    private static void collect(List<String> holder, AttributeDefinition attribute, List<List<String>> places) {
        List<String> place = new ArrayList<>(holder);
        place.add(attribute.name());
        if (attribute.mutability() == Mutability.IMMUTABLE) {
            places.add(place);
        } else if (!attribute.multiValued()) {
            attribute.subAttributes().forEach(sub -> collect(place, sub, places));
        }
    }

    private static JsonNode at(JsonNode document, List<String> place) {
        JsonNode value = document;
        for (String name : place) {
            value = value.path(name);
        }
        return value;
    }
}
