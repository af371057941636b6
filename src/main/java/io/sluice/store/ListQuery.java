package io.sluice.store;

import io.sluice.filter.Filter;
import io.sluice.schema.AttributePath;
import io.sluice.schema.ResourceType;
import java.util.List;
import java.util.Optional;

/**
 * A query over one or more resource types (RFC 7644 section 3.4.2).
 *
 * @param types one, or several for a query at the root; there an attribute that a type lacks has no value (section 3.4.2.1), with one type
 *     it is refused as {@code invalidFilter}
 * @param startIndex 1 or more
 * @param count 0 or more
 */
public record ListQuery(
        List<ResourceType> types,
        Optional<Filter> filter,
        Optional<Sort> sort,
        long startIndex,
        int count,
        Derived derived) {
    public ListQuery {
        types = List.copyOf(types);
    }

    /** Ordering by one attribute (RFC 7644 section 3.4.2.3). */
    public record Sort(AttributePath path, boolean descending) {}
}
