package io.sluice.store.pg;

import io.sluice.scim.ScimProblem;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** The refusal of members that the tenant does not have; the same for an id of another tenant. */
final class UnknownMembers {
    /** Enough to act on; a list of thousands helps nobody. */
    private static final int NAMED = 10;

    private UnknownMembers() {}

    static ScimProblem problem(UUID[] missing) {
        String named = Arrays.stream(missing).limit(NAMED).map(UUID::toString).collect(Collectors.joining(", "));
        String more = missing.length > NAMED ? " and " + (missing.length - NAMED) + " more" : "";
        return ScimProblem.invalidValue("members: no such user or group: " + named + more
                + ". Provision it first, then add it; nothing of this request was applied.");
    }
}
