package io.sluice.store.pg;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on one row {@code r} of {@code sluice.resource}, {@code t.tenant_id} being the tenant. NULL counts as FALSE: a negation is
 * written {@code IS NOT TRUE}, so that comparisons need no guard that would hide them from an index.
 *
 * @param lookup whether point look-ups in an index answer it, whatever the size of the directory
 * @param open whether it speaks of {@link DocumentSql#DOCUMENT}, which {@link #closed} has still to provide
 */
record SqlPredicate(String sql, boolean lookup, boolean open) {
    static final SqlPredicate ALWAYS = scan("TRUE");
    static final SqlPredicate NEVER = lookup("FALSE");

    static SqlPredicate scan(String sql) {
        return new SqlPredicate(sql, false, false);
    }

    static SqlPredicate lookup(String sql) {
        return new SqlPredicate(sql, true, false);
    }

    static SqlPredicate document(String sql) {
        return new SqlPredicate(sql, false, true);
    }

    static SqlPredicate all(List<SqlPredicate> terms) {
        return joined(terms, ALWAYS, " AND ", terms.stream().anyMatch(SqlPredicate::lookup));
    }

    static SqlPredicate any(List<SqlPredicate> terms) {
        return joined(terms, NEVER, " OR ", terms.stream().allMatch(SqlPredicate::lookup));
    }

    SqlPredicate negated() {
        if (equals(ALWAYS)) {
            return NEVER;
        }
        return equals(NEVER) ? ALWAYS : new SqlPredicate("(" + sql + ") IS NOT TRUE", false, open);
    }

    /** The same condition inside other SQL; it stays the look-up that it is. */
    SqlPredicate within(String before, String after) {
        return new SqlPredicate(before + sql + after, lookup, open);
    }

    /** Fit to stand alone. The document is read once for all that is asked of it; reading it again for each term costs more than the terms. */
    SqlPredicate closed() {
        return open ? scan("EXISTS (SELECT FROM (SELECT r.doc::jsonb AS doc OFFSET 0) d WHERE " + sql + ")") : this;
    }

    // Only the neutral constant is left out: text with placeholders must stay, or PostgreSQL could not tell their
    // types.
    private static SqlPredicate joined(List<SqlPredicate> terms, SqlPredicate neutral, String word, boolean lookup) {
        List<SqlPredicate> kept =
                terms.stream().filter(term -> !term.equals(neutral)).toList();
        if (kept.size() < 2) {
            return kept.isEmpty() ? neutral : kept.getFirst();
        }
        List<SqlPredicate> open = kept.stream().filter(SqlPredicate::open).toList();
        if (open.isEmpty() || open.size() == kept.size()) {
            return new SqlPredicate(text(kept, word), lookup, !open.isEmpty());
        }
        SqlPredicate document = open.size() == 1 ? open.getFirst() : document(text(open, word));
        List<SqlPredicate> closed = Stream.concat(
                        kept.stream().filter(term -> !term.open()), Stream.of(document.closed()))
                .toList();
        return new SqlPredicate(text(closed, word), lookup, false);
    }

    private static String text(List<SqlPredicate> terms, String word) {
        return terms.stream().map(SqlPredicate::sql).collect(Collectors.joining(word, "(", ")"));
    }
}
