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
 * @param from where the resources begin
 * @param count 0 or more
 */
public record ListQuery(
        List<ResourceType> types,
        Optional<Filter> filter,
        Optional<Sort> sort,
        Position from,
        int count,
        Derived derived) {
    public ListQuery {
        types = List.copyOf(types);
    }

    /** Ordering by one attribute (RFC 7644 section 3.4.2.3). */
    public record Sort(AttributePath path, boolean descending) {}

    /** The first of the resources wanted. */
    public sealed interface Position {
        Position START = new Index(1);

        /** @param startIndex 1 or more (RFC 7644 section 3.4.2.4) */
        record Index(long startIndex) implements Position {}

        /** The first one behind a place. */
        record After(Place place) implements Position {}
    }

    /** The same query from elsewhere. */
    public ListQuery from(Position position, int atMost) {
        return new ListQuery(types, filter, sort, position, atMost, derived);
    }
}
