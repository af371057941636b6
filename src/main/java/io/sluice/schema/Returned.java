package io.sluice.schema;

/** When an attribute is part of an answer (RFC 7643 section 2.2). */
public enum Returned {
    ALWAYS("always"),
    NEVER("never"),
    DEFAULT("default"),
    REQUEST("request");

    private final String keyword;

    Returned(String keyword) {
        this.keyword = keyword;
    }

    public String keyword() {
        return keyword;
    }
}
