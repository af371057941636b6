package io.sluice.filter;

import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributeType;
import io.sluice.schema.Mutability;
import io.sluice.schema.Returned;
import io.sluice.schema.Uniqueness;
import java.util.List;

/** Attribute definitions for tests: one of each type. */
public final class Attributes {
    /** Multi-valued and complex, with a sub-attribute of each type named after it. */
    public static final AttributeDefinition SAMPLES = complex(
            "samples",
            true,
            simple("value", AttributeType.STRING, false, false),
            simple("type", AttributeType.STRING, false, false),
            simple("exact", AttributeType.STRING, false, true),
            simple("primary", AttributeType.BOOLEAN, false, false),
            simple("count", AttributeType.INTEGER, false, false),
            simple("ratio", AttributeType.DECIMAL, false, false),
            simple("since", AttributeType.DATE_TIME, false, false),
            simple("$ref", AttributeType.REFERENCE, false, true),
            simple("data", AttributeType.BINARY, false, true),
            simple("tags", AttributeType.STRING, true, false));

    private Attributes() {}

    public static AttributeDefinition simple(String name, AttributeType type, boolean multiValued, boolean caseExact) {
        return definition(name, type, multiValued, caseExact);
    }

    public static AttributeDefinition complex(String name, boolean multiValued, AttributeDefinition... subAttributes) {
        return definition(name, AttributeType.COMPLEX, multiValued, false, subAttributes);
    }

    private static AttributeDefinition definition(
            String name,
            AttributeType type,
            boolean multiValued,
            boolean caseExact,
            AttributeDefinition... subAttributes) {
        return new AttributeDefinition(
                name,
                type,
                multiValued,
                "",
                false,
                List.of(),
                caseExact,
                Mutability.READ_WRITE,
                Returned.DEFAULT,
                Uniqueness.NONE,
                List.of(),
                List.of(subAttributes));
    }
}
