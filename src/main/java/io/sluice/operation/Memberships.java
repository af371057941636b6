package io.sluice.operation;

import io.sluice.patch.MembershipDelta;
import io.sluice.schema.Members;
import java.util.Set;

/** What the {@code members} of a whole resource (POST, PUT) mean as a delta. */
final class Memberships {
    private Memberships() {}

    static MembershipDelta initial(Members members) {
        return switch (members) {
            case Members.Absent absent -> MembershipDelta.NONE;
            case Members.Present present -> new MembershipDelta(false, present.ids(), Set.of());
        };
    }

    /** In PUT, members that are not mentioned stay: nothing is ever emptied because it was missing. An explicit empty list empties. */
    static MembershipDelta replacing(Members members) {
        return switch (members) {
            case Members.Absent absent -> MembershipDelta.NONE;
            case Members.Present present -> new MembershipDelta(true, present.ids(), Set.of());
        };
    }
}
