package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.ScimProblem;

/**
 * The one way from a client's resource to a stored document (RFC 7644 sections 3.3 and 3.5.1). Tolerant of how it is written, strict about
 * what it says: unknown attributes are ignored and listed, read-only ones dropped, values of a wrong type refused.
 */
public final class ResourceReader {
    private ResourceReader() {}

    /** A new resource. Refuses with 400 invalidSyntax or invalidValue. */
    public static ResourceInput read(ResourceType type, JsonNode body) {
        IgnoredNames ignored = new IgnoredNames();
        ObjectNode named = BodyAttributes.named(type, body, ignored);
        ObjectNode document = document(type, named, ignored);
        RequiredAttributes.check(type, document, ScimProblem::invalidValue);
        return new ResourceInput(document, members(type, named), ignored.list());
    }

    /**
     * A replacement of {@code existing}: what the body leaves out is unassigned, except immutable attributes, which stay; changing one of
     * those is refused with 400 mutability.
     */
    public static ResourceInput replace(ResourceType type, ObjectNode existing, JsonNode body) {
        ResourceInput input = read(type, body);
        ObjectNode document = input.document().deepCopy();
        ImmutableAttributes.keep(type, existing, document);
        ImmutableAttributes.check(type, existing, document);
        return new ResourceInput(DocumentLayout.arranged(type, document), input.members(), input.ignored());
    }

    /**
     * The document in order, its {@code schemas} computed anew, after a change from {@code before}. Refuses with 400 mutability where a
     * required attribute was lost or an immutable one changed, with 400 invalidValue where a required one is blank.
     */
    public static ObjectNode check(ResourceType type, ObjectNode before, ObjectNode document) {
        ObjectNode arranged = DocumentLayout.arranged(type, document);
        RequiredAttributes.check(type, arranged, ScimProblem::mutability);
        ImmutableAttributes.check(type, before, arranged);
        return arranged;
    }

    /** A stored document as the type has it now, without extensions that it has no longer. */
    public static ObjectNode current(ResourceType type, JsonNode stored) {
        return DocumentLayout.arranged(type, (ObjectNode) stored);
    }

    private static ObjectNode document(ResourceType type, ObjectNode named, IgnoredNames ignored) {
        AttributeValues values = new AttributeValues(ignored);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        set(CommonAttributes.EXTERNAL_ID, named, document, values);
        type.core().attributes().stream()
                .filter(attribute -> !MemberIds.isMembers(type, attribute))
                .forEach(attribute -> set(attribute, named, document, values));
        for (SchemaExtension extension : type.extensions()) {
            JsonNode inner = named.path(extension.schema().id());
            ObjectNode holder = document.putObject(extension.schema().id());
            extension.schema().attributes().forEach(attribute -> set(attribute, inner, holder, values));
        }
        return DocumentLayout.arranged(type, document);
    }

    private static void set(AttributeDefinition attribute, JsonNode named, ObjectNode holder, AttributeValues values) {
        if (AttributeValues.isWritable(attribute) && named.has(attribute.name())) {
            JsonNode value = values.canonical(attribute, named.path(attribute.name()), attribute.name());
            if (!value.isMissingNode()) {
                holder.set(attribute.name(), value);
            }
        }
    }

    private static Members members(ResourceType type, ObjectNode named) {
        return MemberIds.attribute(type)
                .filter(attribute -> named.has(attribute.name()))
                .<Members>map(attribute -> new Members.Present(MemberIds.required(named.path(attribute.name()))))
                .orElseGet(Members.Absent::new);
    }
}
