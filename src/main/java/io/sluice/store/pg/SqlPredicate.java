package io.sluice.store.pg;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on one row {@code r} of {@code sluice.resource}, {@code t.tenant_id} being the tenant. NULL counts as FALSE: a negation is
 * written {@code IS NOT TRUE}, so that comparisons need no guard that would hide them from an index.
 */
record SqlPredicate(String sql, Access access) {
    static final SqlPredicate ALWAYS = scan("TRUE");
    static final SqlPredicate NEVER = column("FALSE");

    /** Look-ups joined by {@code or} beyond this are planned longer than a scan of a small directory takes. */
    private static final int MOST_ARMS = 32;

    /** What answers the condition. */
    enum Access {
        /** A look-up of one resource at most, in a unique index of {@code resource}. */
        ONE,
        /** A look-up in an index of {@code resource}. */
        COLUMN,
        /** A look-up in an index of another table, whose rows name the resources. */
        ROWS,
        /** A look at each resource. */
        SCAN,
        /** The same, and it speaks of {@link DocumentSql#DOCUMENT}, which {@link #closed} has still to provide. */
        DOCUMENT
    }

    static SqlPredicate column(String sql) {
        return new SqlPredicate(sql, Access.COLUMN);
    }

    static SqlPredicate one(String sql) {
        return new SqlPredicate(sql, Access.ONE);
    }

    static SqlPredicate scan(String sql) {
        return new SqlPredicate(sql, Access.SCAN);
    }

    static SqlPredicate document(String sql) {
        return new SqlPredicate(sql, Access.DOCUMENT);
    }

    /** Whether point look-ups answer it, whatever the size of the directory. */
    boolean lookup() {
        return isColumn() || access == Access.ROWS;
    }

    /** Whether no two resources can fulfil it. */
    boolean isOfOne() {
        return access == Access.ONE;
    }

    private boolean isColumn() {
        return access == Access.ONE || access == Access.COLUMN;
    }

    static SqlPredicate all(List<SqlPredicate> terms) {
        Access access =
                terms.stream().map(SqlPredicate::access).min(Access::compareTo).orElse(Access.SCAN);
        return joined(terms, ALWAYS, " AND ", access);
    }

    static SqlPredicate any(List<SqlPredicate> terms) {
        return joined(
                terms, NEVER, " OR ", terms.stream().allMatch(SqlPredicate::isColumn) ? Access.COLUMN : Access.SCAN);
    }

    /**
     * The same over resources that {@code of} restricts. PostgreSQL joins by {@code OR} only indexes of one table, so look-ups that go
     * through others are brought together by the ids they find.
     */
    static SqlPredicate any(List<SqlPredicate> terms, String of) {
        List<SqlPredicate> rows =
                terms.stream().filter(term -> term.access == Access.ROWS).toList();
        List<SqlPredicate> columns = terms.stream()
                .filter(term -> term.isColumn() && !term.equals(NEVER))
                .toList();
        int arms = rows.size() + (columns.isEmpty() ? 0 : 1);
        boolean lookups = terms.stream().allMatch(SqlPredicate::lookup);
        if (!lookups || rows.isEmpty() || arms < 2 || arms > MOST_ARMS) {
            return arms == 1 && lookups && !rows.isEmpty() ? rows.getFirst() : any(terms);
        }
        Stream<SqlPredicate> found = columns.isEmpty() ? Stream.empty() : Stream.of(any(columns));
        String ids = Stream.concat(found, rows.stream())
                .map(arm -> "SELECT r.id FROM sluice.resource r WHERE r.tenant_id = t.tenant_id AND " + of + " AND "
                        + arm.sql)
                .collect(Collectors.joining(" UNION ALL "));
        return new SqlPredicate("r.id IN (" + ids + ")", Access.ROWS);
    }

    SqlPredicate negated() {
        if (equals(ALWAYS)) {
            return NEVER;
        }
        Access negated = access == Access.DOCUMENT ? Access.DOCUMENT : Access.SCAN;
        return equals(NEVER) ? ALWAYS : new SqlPredicate("(" + sql + ") IS NOT TRUE", negated);
    }

    /** The same condition with more round it. */
    SqlPredicate within(String before, String after) {
        return new SqlPredicate(before + sql + after, access);
    }

    /** The same condition on rows of another table that name the resource. */
    SqlPredicate withinRows(String before, String after) {
        return new SqlPredicate(before + sql + after, lookup() ? Access.ROWS : Access.SCAN);
    }

    /** Fit to stand alone. The document is read once for all that is asked of it; reading it again for each term costs more than the terms. */
    SqlPredicate closed() {
        return access == Access.DOCUMENT
                ? scan("EXISTS (SELECT FROM (SELECT r.doc::jsonb AS doc OFFSET 0) d WHERE " + sql + ")")
                : this;
    }

    // Only the neutral constant is left out: text with placeholders must stay, or PostgreSQL could not tell their
    // types.
    private static SqlPredicate joined(List<SqlPredicate> terms, SqlPredicate neutral, String word, Access access) {
        List<SqlPredicate> kept =
                terms.stream().filter(term -> !term.equals(neutral)).toList();
        if (kept.size() < 2) {
            return kept.isEmpty() ? neutral : kept.getFirst();
        }
        if (every(kept, Access.DOCUMENT)) {
            return document(text(kept, word));
        }
        List<SqlPredicate> open =
                kept.stream().filter(term -> term.access == Access.DOCUMENT).toList();
        if (open.isEmpty()) {
            return new SqlPredicate(text(kept, word), access);
        }
        List<SqlPredicate> closed = new ArrayList<>(kept);
        closed.removeAll(open);
        closed.add(document(text(open, word)).closed());
        return new SqlPredicate(text(closed, word), access);
    }

    private static boolean every(List<SqlPredicate> terms, Access access) {
        return terms.stream().allMatch(term -> term.access == access);
    }

    private static String text(List<SqlPredicate> terms, String word) {
        return terms.stream().map(SqlPredicate::sql).collect(Collectors.joining(word, "(", ")"));
    }
}
