package io.sluice.store.pg;

import java.util.Optional;

/**
 * What is sorted by.
 *
 * @param sql an expression on {@code r}
 * @param type its SQL type, into which its text can be cast
 * @param nullable whether a resource may have no value
 * @param rows the condition on {@code r} that makes it the row of {@code search_value} to sort a resource by; empty where {@code r} is the
 *     resource itself
 */
record SortKey(String sql, String type, boolean nullable, Optional<String> rows) {
    /** A value of a document may be long, and a place in the order has to fit a URL; so far it counts. */
    private static final int COUNTED_CHARACTERS = 500;

    SortKey(String sql, String type, boolean nullable) {
        this(sql, type, nullable, Optional.empty());
    }

    static SortKey text(String sql) {
        return new SortKey("left(" + sql + ", " + COUNTED_CHARACTERS + ")", "text", true);
    }

    /** Of an attribute whose values have rows of their own. */
    static SortKey ofRows(int attribute) {
        return new SortKey("r.value", "text", true, Optional.of("r.attribute = " + attribute + " AND r.place = 0"));
    }
}
