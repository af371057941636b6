package io.sluice.store;

import io.sluice.schema.AttributePath;
import java.util.Arrays;
import java.util.Optional;

/**
 * The attributes of a User whose values have rows of their own in {@code search_value}, so that a filter on them is a look-up. userName,
 * externalId, id, meta and a Group's displayName are columns of {@code resource} and not listed here.
 */
public enum IndexedAttribute {
    DISPLAY_NAME(1, "", "displayName", ""),
    EMAIL(2, "", "emails", "value"),
    EMPLOYEE_NUMBER(3, IndexedAttribute.ENTERPRISE, "employeeNumber", ""),
    MANAGER(4, IndexedAttribute.ENTERPRISE, "manager", "value");

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final int code;
    private final AttributePath path;

    IndexedAttribute(int code, String extension, String name, String sub) {
        this.code = code;
        this.path = new AttributePath(extension, name, sub);
    }

    /** The stored number; never changed, never used again. */
    public int code() {
        return code;
    }

    /** Extension URN (empty for the core schema), attribute and sub-attribute in the schema's spelling. */
    public AttributePath path() {
        return path;
    }

    /** The indexed attribute at exactly this path, spelled as the schema does. */
    public static Optional<IndexedAttribute> at(AttributePath canonical) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.path.equals(canonical))
                .findFirst();
    }
}
