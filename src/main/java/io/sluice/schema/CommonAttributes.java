package io.sluice.schema;

import java.util.List;

/** The attributes that every resource has (RFC 7643 section 3.1) beside those of its schemas. They are in no schema document. */
public final class CommonAttributes {
    public static final AttributeDefinition SCHEMAS =
            define("schemas", AttributeType.REFERENCE, Mutability.READ_WRITE, Returned.ALWAYS, true, List.of());
    public static final AttributeDefinition ID =
            define("id", AttributeType.STRING, Mutability.READ_ONLY, Returned.ALWAYS, false, List.of());
    public static final AttributeDefinition EXTERNAL_ID =
            define("externalId", AttributeType.STRING, Mutability.READ_WRITE, Returned.DEFAULT, false, List.of());
    public static final AttributeDefinition META = define(
            "meta",
            AttributeType.COMPLEX,
            Mutability.READ_ONLY,
            Returned.DEFAULT,
            false,
            List.of(
                    metaPart("resourceType", AttributeType.STRING),
                    metaPart("created", AttributeType.DATE_TIME),
                    metaPart("lastModified", AttributeType.DATE_TIME),
                    metaPart("location", AttributeType.REFERENCE),
                    metaPart("version", AttributeType.STRING)));

    public static final List<AttributeDefinition> DEFINITIONS = List.of(SCHEMAS, ID, EXTERNAL_ID, META);

    private CommonAttributes() {}

    private static AttributeDefinition metaPart(String name, AttributeType type) {
        return define(name, type, Mutability.READ_ONLY, Returned.DEFAULT, false, List.of());
    }

    private static AttributeDefinition define(
            String name,
            AttributeType type,
            Mutability mutability,
            Returned returned,
            boolean multiValued,
            List<AttributeDefinition> subAttributes) {
        boolean required = false;
        boolean caseExact = true;
        return new AttributeDefinition(
                name,
                type,
                multiValued,
                "",
                required,
                List.of(),
                caseExact,
                mutability,
                returned,
                Uniqueness.NONE,
                List.of(),
                subAttributes);
    }
}
