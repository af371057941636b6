package io.sluice.store;

import java.util.List;
import java.util.Optional;

/**
 * Consecutive resources of a query, fetched at once.
 *
 * @param more whether the query has resources behind these
 * @param first the place of the first resource; empty where there is none
 * @param last the place of the last
 */
public record Chunk(List<StoredResource> resources, boolean more, Optional<Place> first, Optional<Place> last) {
    public static final Chunk EMPTY = new Chunk(List.of(), false, Optional.empty(), Optional.empty());

    public Chunk {
        resources = List.copyOf(resources);
    }

    /** Where it begins and ends, without what is in between. */
    public Chunk ends() {
        return new Chunk(List.of(), more, first, last);
    }
}
