package io.sluice.store.pg;

import io.sluice.store.Place;
import java.util.List;
import java.util.Optional;

/**
 * A complete order of resources: by the key if there is one, those without a value last ascending and first descending (RFC 7644 section
 * 3.4.2.3), then in order of creation. Descending is the exact reverse of ascending, so that one index serves both.
 */
record KeysetOrder(Optional<SortKey> key, boolean descending) {

    KeysetOrder reversed() {
        return new KeysetOrder(key, !descending);
    }

    /** The list behind {@code ORDER BY} where {@code r} is a resource. */
    String orderBy() {
        return orderBy(key.map(SortKey::sql));
    }

    /** The same where {@code r} is a picked row, see {@link #columns}. */
    String orderByPicked() {
        return orderBy(key.map(sorted -> "r.order_key"));
    }

    /** Columns of a pick: the key to order by, and the place to tell. */
    String columns() {
        return key.map(sorted -> sorted.sql() + " AS order_key, (" + sorted.sql() + ")::text AS place_key")
                .orElse("NULL::text AS order_key, NULL::text AS place_key");
    }

    /** The row to sort a resource by, where that is not its own: see {@link SortKey#rows}. */
    Optional<String> rows() {
        return key.flatMap(SortKey::rows);
    }

    /**
     * Conditions on {@code r} that it stands behind the place: what fulfils the first comes before what fulfils the second. Each is one range
     * of an index, which both together, joined by OR, would not be.
     */
    List<String> after(Place place, SqlParameters parameters) {
        String seq = parameters.number(place.seq());
        String sign = descending ? " < " : " > ";
        if (key.isEmpty()) {
            return List.of("r.seq" + sign + seq);
        }
        SortKey sorted = key.get();
        String own = sorted.sql();
        if (place.key().isEmpty()) {
            // Among those without a value; ascending they are the last.
            String without = own + " IS NULL AND r.seq" + sign + seq;
            return descending ? List.of(without, own + " IS NOT NULL") : List.of(without);
        }
        String other = parameters.text(place.key().get()) + "::" + sorted.type();
        String behind = "(" + own + ", r.seq)" + sign + "(" + other + ", " + seq + ")";
        return sorted.nullable() && !descending ? List.of(behind, own + " IS NULL") : List.of(behind);
    }

    private String orderBy(Optional<String> expression) {
        String direction = descending ? " DESC" : " ASC";
        return expression
                        .map(sql -> sql + direction + (descending ? " NULLS FIRST, " : " NULLS LAST, "))
                        .orElse("")
                + "r.seq" + direction;
    }
}
