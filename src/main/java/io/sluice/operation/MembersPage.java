package io.sluice.operation;

import io.sluice.scim.ResourceId;

/** Which of a group's members a client wants to see at once: {@code count} at most, after the one it saw last. */
public record MembersPage(int count, ResourceId after) {
    /** A larger count is lowered to it. */
    public static final int MOST = 2_000;

    /** In bytes of JSON: an id, the URI of the resource and its name. */
    static final int TYPICAL_MEMBER = 160;
}
