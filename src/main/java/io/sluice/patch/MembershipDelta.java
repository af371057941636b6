package io.sluice.patch;

import io.sluice.scim.ResourceId;
import java.util.Set;

/**
 * What a request does to a group's members, its operations folded in order: when {@code replace} is set the members become exactly
 * {@code add}; otherwise {@code add} joins and {@code remove} leaves. The two sets share no id. Adding a present member and removing an
 * absent one change nothing.
 */
public record MembershipDelta(boolean replace, Set<ResourceId> add, Set<ResourceId> remove) {
    public static final MembershipDelta NONE = new MembershipDelta(false, Set.of(), Set.of());

    public MembershipDelta {
        add = Set.copyOf(add);
        remove = Set.copyOf(remove);
    }

    public boolean isNone() {
        return !replace && add.isEmpty() && remove.isEmpty();
    }
}
