package io.sluice.store;

import java.util.List;

/** If-Match (RFC 7644 section 3.14): the versions of which the stored one must be one; no versions is no condition. */
public record Precondition(List<Long> versions) {
    public static final Precondition NONE = new Precondition(List.of());

    public Precondition {
        versions = List.copyOf(versions);
    }

    public boolean isNone() {
        return versions.isEmpty();
    }
}
