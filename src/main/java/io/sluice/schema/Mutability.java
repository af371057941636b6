package io.sluice.schema;

/** How clients may change an attribute (RFC 7643 section 2.2). */
public enum Mutability {
    READ_ONLY("readOnly"),
    READ_WRITE("readWrite"),
    IMMUTABLE("immutable"),
    WRITE_ONLY("writeOnly");

    private final String keyword;

    Mutability(String keyword) {
        this.keyword = keyword;
    }

    public String keyword() {
        return keyword;
    }
}
