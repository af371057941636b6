package io.sluice.store;

import java.util.List;

/** A page of a query: {@code totalResults} counts all that match, not only those here. */
public record Page(long totalResults, List<StoredResource> resources) {
    public Page {
        resources = List.copyOf(resources);
    }
}
