package io.sluice.store.pg;

import java.util.List;
import java.util.Optional;

/**
 * Some consecutive rows of an order, in a scope where {@code t} is the tenant. The rows are resources, or those rows of {@code search_value} by
 * which resources are sorted; either way they are called {@code r} and have a {@code seq}.
 *
 * @param where the condition on a resource; unused where the rows are of {@code search_value}
 * @param behind conditions of {@link KeysetOrder#after}, each for a range of its own; empty for all
 * @param offset the placeholder of how many to pass over, or empty
 * @param limit SQL of how many to pick, or empty, see {@link #one}
 */
record Pick(KeysetOrder order, String where, List<String> behind, Optional<String> offset, String limit) {
    /** Where the condition lets no two resources through, so that there is nothing to order and nothing to leave out. */
    private static final String NO_LIMIT = "";

    static Pick one(KeysetOrder order, String where) {
        return new Pick(order, where, List.of(), Optional.empty(), NO_LIMIT);
    }

    boolean isOfOne() {
        return limit.equals(NO_LIMIT);
    }

    /** @param columns of {@code r}, to which those of the order are added */
    String rows(String columns) {
        if (behind.size() < 2) {
            return range(columns, behind.stream().findFirst(), offset, limit);
        }
        // The second range is not read where the first has enough.
        String rest = limit + " - (SELECT count(*) FROM first)";
        return "WITH first AS MATERIALIZED (" + range(columns, Optional.of(behind.get(0)), Optional.empty(), limit)
                + ") SELECT * FROM first UNION ALL ("
                + range(columns, Optional.of(behind.get(1)), Optional.empty(), rest) + ")";
    }

    String id() {
        return order.rows().isPresent() ? "r.resource_id" : "r.id";
    }

    private String range(String columns, Optional<String> condition, Optional<String> passed, String most) {
        String from = order.rows()
                .map(rows -> "sluice.search_value r WHERE r.tenant_id = t.tenant_id AND " + rows)
                .orElse("sluice.resource r WHERE r.tenant_id = t.tenant_id AND " + where);
        String all = "SELECT " + columns + ", " + order.columns() + " FROM " + from;
        return isOfOne()
                ? all
                : all + condition.map(behindPlace -> " AND " + behindPlace).orElse("") + " ORDER BY " + order.orderBy()
                        + passed.map(number -> " OFFSET " + number).orElse("") + " LIMIT " + most;
    }
}
