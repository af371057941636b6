package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A schema that a tenant brings. Characteristics that are left out have the values of RFC 7643 section 2.2; beyond what the RFC asks it is
 * held to what the gateway can keep. Every refusal is an {@link IllegalArgumentException} that says where and why.
 */
public final class OwnSchema {
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_NAME = 64;
    private static final int MOST_ATTRIBUTES = 200;
    private static final String MESSAGES = "urn:ietf:params:scim:api:";

    /** What every resource has, what is kept as rows of its own, and what is never kept. */
    private static final Set<String> RESERVED =
            Set.of("schemas", "id", "externalid", "meta", "members", "groups", "manager", "password");

    private OwnSchema() {}

    public static SchemaDefinition read(JsonNode given) {
        check(given.isObject(), "A schema must be a JSON object (RFC 7643 section 7).");
        ObjectNode document = given.deepCopy();
        // Of the resource that describes the schema, not of the schema.
        document.remove(List.of("schemas", "meta"));
        SchemaDefaults.fill(document);
        SchemaDefinition schema = SchemaReader.read(document);
        checkId(schema.id());
        int attributes = schema.attributes().stream()
                .mapToInt(attribute -> 1 + attribute.subAttributes().size())
                .sum();
        check(attributes <= MOST_ATTRIBUTES, schema.id() + ": more than " + MOST_ATTRIBUTES + " attributes");
        schema.attributes().forEach(attribute -> checkAttribute(attribute, schema.id()));
        return schema;
    }

    /**
     * Refuses what would not fit the values stored under {@code former}: an attribute that it had keeps its place and its shape. New ones may
     * come, and every other characteristic may change.
     */
    public static void checkSucceeds(SchemaDefinition former, SchemaDefinition next) {
        checkSucceeds(former.attributes(), next.attributes(), next.id());
    }

    private static void checkSucceeds(List<AttributeDefinition> former, List<AttributeDefinition> next, String place) {
        for (AttributeDefinition known : former) {
            String at = place + ": " + known.name();
            Optional<AttributeDefinition> again = next.stream()
                    .filter(attribute -> attribute.name().equals(known.name()))
                    .findFirst();
            check(
                    again.isPresent(),
                    at + " was defined under this URN before and resources may hold it; keep it, or use a new URN");
            check(
                    again.filter(same -> shape(same).equals(shape(known))).isPresent(),
                    at + " was " + shape(known) + " before and resources may hold such values; keep that, or use a new"
                            + " name");
            again.ifPresent(same -> checkSucceeds(known.subAttributes(), same.subAttributes(), at));
        }
        for (AttributeDefinition attribute : next) {
            check(
                    attribute.uniqueness() == Uniqueness.NONE
                            || former.stream().anyMatch(known -> known.name().equals(attribute.name())),
                    place + ": " + attribute.name() + " comes later and cannot be unique: resources may be without it");
        }
    }

    private static String shape(AttributeDefinition attribute) {
        return (attribute.multiValued() ? "multi-valued " : "single ")
                + attribute.type().keyword()
                + (attribute.uniqueness() == Uniqueness.NONE ? "" : " and unique");
    }

    private static void checkId(String id) {
        check(id.length() <= LONGEST_ID, "id: longer than " + LONGEST_ID + " characters");
        boolean named = AttributePath.parse(id)
                .filter(path -> !path.urn().isEmpty() && path.sub().isEmpty())
                .isPresent();
        check(
                named && id.regionMatches(true, 0, "urn:", 0, 4),
                "id must be a URN that ends in a name, for example urn:example:params:scim:schemas:2.0:Badge");
        check(
                !id.regionMatches(true, 0, MESSAGES, 0, MESSAGES.length()),
                "id: " + MESSAGES + " is for the messages of the protocol");
        check(
                BuiltInSchemas.resourceTypes()
                        .schemas()
                        .noneMatch(schema -> schema.id().equalsIgnoreCase(id)),
                "id: " + id + " is a schema that every tenant has");
    }

    private static void checkAttribute(AttributeDefinition attribute, String place) {
        String at = place + ": " + attribute.name();
        check(
                !RESERVED.contains(attribute.name().toLowerCase(java.util.Locale.ROOT)),
                at + " is a name that the gateway keeps for itself; choose another");
        checkCharacteristics(attribute, at, AttributeDefinition::isComplex);
        for (AttributeDefinition sub : attribute.subAttributes()) {
            String subPlace = at + "." + sub.name();
            checkCharacteristics(sub, subPlace, same -> false);
            check(sub.uniqueness() == Uniqueness.NONE, subPlace + ": uniqueness of a sub-attribute cannot be kept");
        }
    }

    private static void checkCharacteristics(
            AttributeDefinition attribute, String at, Predicate<AttributeDefinition> complexAllowed) {
        check(
                attribute.name().length() <= LONGEST_NAME
                        && AttributePath.parse(attribute.name())
                                .filter(path -> path.sub().isEmpty())
                                .isPresent(),
                at + ": a name is a letter and then letters, digits, - and _, " + LONGEST_NAME + " at most");
        check(!attribute.name().equalsIgnoreCase("password"), at + ": passwords are never kept");
        check(complexAllowed.test(attribute) || !attribute.isComplex(), at + ": a sub-attribute cannot be complex");
        check(
                attribute.mutability() != Mutability.WRITE_ONLY && attribute.returned() != Returned.NEVER,
                at + ": what is never returned is not kept here; mutability cannot be writeOnly, nor returned never");
        check(
                attribute.uniqueness() != Uniqueness.GLOBAL,
                at + ": uniqueness is kept within a tenant; say server or none");
        check(
                attribute.uniqueness() == Uniqueness.NONE || isKey(attribute),
                at + ": uniqueness is kept of a single string that is required and not caseExact; else say none");
    }

    /** What the unique index can hold. */
    private static boolean isKey(AttributeDefinition attribute) {
        return attribute.type() == AttributeType.STRING
                && attribute.mutability() != Mutability.READ_ONLY
                && !attribute.multiValued()
                && attribute.required()
                && !attribute.caseExact();
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
