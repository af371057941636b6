package io.sluice.store.pg;

/**
 * What is sorted by.
 *
 * @param sql an expression on {@code r}
 * @param type its SQL type, into which its text can be cast
 * @param nullable whether a resource may have no value
 */
record SortKey(String sql, String type, boolean nullable) {
    /** A value of a document may be long, and a place in the order has to fit a URL; so far it counts. */
    private static final int COUNTED_CHARACTERS = 500;

    static SortKey text(String sql) {
        return new SortKey("left(" + sql + ", " + COUNTED_CHARACTERS + ")", "text", true);
    }
}
