package io.sluice.operation;

import io.sluice.store.StoredResource;
import java.util.List;

/** The answer to a {@link Search}: the page, where it starts and how many resources match in all. */
public record Found(long totalResults, long startIndex, List<StoredResource> resources) {
    public Found {
        resources = List.copyOf(resources);
    }
}
