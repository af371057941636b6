package io.sluice.schema;

import java.util.List;

/** The attributes that every resource has (RFC 7643 section 3.1) beside those of its schemas. They are in no schema document. */
public final class CommonAttributes {
    public static final AttributeDefinition SCHEMAS =
            attribute("schemas", AttributeType.REFERENCE, true, Mutability.READ_WRITE, Returned.ALWAYS);
    public static final AttributeDefinition ID =
            attribute("id", AttributeType.STRING, false, Mutability.READ_ONLY, Returned.ALWAYS);
    public static final AttributeDefinition EXTERNAL_ID =
            attribute("externalId", AttributeType.STRING, false, Mutability.READ_WRITE, Returned.DEFAULT);
    public static final AttributeDefinition META = complex(
            "meta",
            List.of(
                    attribute("resourceType", AttributeType.STRING, false, Mutability.READ_ONLY, Returned.DEFAULT),
                    attribute("created", AttributeType.DATE_TIME, false, Mutability.READ_ONLY, Returned.DEFAULT),
                    attribute("lastModified", AttributeType.DATE_TIME, false, Mutability.READ_ONLY, Returned.DEFAULT),
                    attribute("location", AttributeType.REFERENCE, false, Mutability.READ_ONLY, Returned.DEFAULT),
                    attribute("version", AttributeType.STRING, false, Mutability.READ_ONLY, Returned.DEFAULT)));

    public static final List<AttributeDefinition> DEFINITIONS = List.of(SCHEMAS, ID, EXTERNAL_ID, META);

    private CommonAttributes() {}

    private static AttributeDefinition attribute(
            String name, AttributeType type, boolean multiValued, Mutability mutability, Returned returned) {
        return new AttributeDefinition(
                name,
                type,
                multiValued,
                "",
                false,
                List.of(),
                true,
                mutability,
                returned,
                Uniqueness.NONE,
                List.of(),
                List.of());
    }

    private static AttributeDefinition complex(String name, List<AttributeDefinition> subAttributes) {
        return new AttributeDefinition(
                name,
                AttributeType.COMPLEX,
                false,
                "",
                false,
                List.of(),
                true,
                Mutability.READ_ONLY,
                Returned.DEFAULT,
                Uniqueness.NONE,
                List.of(),
                subAttributes);
    }
}
