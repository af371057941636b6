package io.sluice.schema;

/** Where a value may occur only once (RFC 7643 section 2.2); {@code SERVER} means within a tenant and resource type. */
public enum Uniqueness {
    NONE("none"),
    SERVER("server"),
    GLOBAL("global");

    private final String keyword;

    Uniqueness(String keyword) {
        this.keyword = keyword;
    }

    public String keyword() {
        return keyword;
    }
}
