package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.scim.IdNode;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ids in a value of a group's {@code members} (RFC 7643 section 4.2): a list, or one, of objects with a {@code value}, or of bare ids.
 * Everything else in a member ({@code $ref}, {@code display}, {@code type}) is known to the server and ignored.
 */
public final class MemberIds {
    private static final String MEMBERS = "members";
    private static final String VALUE = "value";

    private MemberIds() {}

    /** The attribute that holds the members of resources of this type, or empty where they have none. */
    public static Optional<AttributeDefinition> attribute(ResourceType type) {
        return type.core().attribute(MEMBERS);
    }

    /** Whether it is that attribute, which stands in no document. */
    public static boolean isMembers(ResourceType type, AttributeDefinition attribute) {
        return attribute(type).filter(attribute::equals).isPresent();
    }

    /** The ids, none for null or an empty list. Refuses a text that is no id of any resource with 400 invalidValue. */
    public static Set<ResourceId> required(JsonNode members) {
        Set<ResourceId> ids = new HashSet<>();
        for (JsonNode member : elements(members)) {
            ids.add(id(member).orElseThrow(() -> unknown(text(member))));
        }
        return ids;
    }

    /** The ids that a resource can have, for removal: a text that is no id names no member. */
    public static Set<ResourceId> possible(JsonNode members) {
        Set<ResourceId> ids = new HashSet<>();
        for (JsonNode member : elements(members)) {
            id(member).ifPresent(ids::add);
        }
        return ids;
    }

    private static Iterable<JsonNode> elements(JsonNode members) {
        if (members.isNull() || members.isMissingNode()) {
            return List.of();
        }
        return members.isArray() ? members : List.of(members);
    }

    private static Optional<ResourceId> id(JsonNode member) {
        return member instanceof IdNode node ? Optional.of(node.id()) : ResourceId.parse(text(member));
    }

    private static String text(JsonNode member) {
        JsonNode value = member.isObject() ? valueOf(member) : member;
        if (!value.isTextual()) {
            throw ScimProblem.invalidValue("Each of members must have a value: the id of a resource, as text.")
                    .exception();
        }
        return value.textValue();
    }

    private static JsonNode valueOf(JsonNode member) {
        if (member.has(VALUE)) {
            return member.path(VALUE);
        }
        for (Map.Entry<String, JsonNode> field : member.properties()) {
            if (field.getKey().equalsIgnoreCase(VALUE)) {
                return field.getValue();
            }
        }
        return member.path(VALUE);
    }

    private static ScimException unknown(String text) {
        return ScimProblem.invalidValue("members names \"…\", which is not the id of a resource here.")
                .echoing(text)
                .exception();
    }
}
