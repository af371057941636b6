package io.sluice.operation;

import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import java.util.List;
import java.util.Optional;

/**
 * A query as a client states it (RFC 7644 section 3.4.2 and 3.4.3), by URL or in a SearchRequest body: texts not yet parsed, numbers not yet
 * clamped.
 */
public record Search(
        List<ResourceType> types,
        Projection projection,
        Optional<String> filter,
        Optional<String> sortBy,
        Optional<String> sortOrder,
        Optional<Long> startIndex,
        Optional<Long> count) {
    public Search {
        types = List.copyOf(types);
    }
}
