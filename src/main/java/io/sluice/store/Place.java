package io.sluice.store;

import java.util.Optional;

/**
 * Where a resource stands in the order of a query: what a page goes on from, whether or not the resource is still there.
 *
 * @param key the value that is sorted by, as the store writes it; empty where the resource has none or nothing is sorted by
 * @param seq the resource's number in order of creation, which makes every order complete
 */
public record Place(Optional<String> key, long seq) {}
