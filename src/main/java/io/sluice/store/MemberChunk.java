package io.sluice.store;

import io.sluice.scim.ResourceId;
import java.util.Optional;
import java.util.UUID;

/**
 * Some of a group's members in the order of their ids.
 *
 * @param elements JSON objects with commas between them, or empty
 * @param next after which the following chunk begins; empty after the last
 */
public record MemberChunk(String elements, Optional<ResourceId> next) {
    public static final MemberChunk NONE = new MemberChunk("", Optional.empty());

    /** Before every id: after it begins the first chunk. */
    public static final ResourceId START = new ResourceId(new UUID(0, 0));
}
