package io.sluice.patch;

import io.sluice.scim.ResourceId;
import java.util.Set;
import java.util.function.Predicate;

/** One change of a group's members. */
sealed interface MemberStep {
    record Join(Set<ResourceId> ids) implements MemberStep {}

    record Leave(Set<ResourceId> ids) implements MemberStep {}

    /** Exactly these from now on. */
    record Become(Set<ResourceId> ids) implements MemberStep {}

    /** Those leave that the condition holds for; the only step that needs to know the members. It takes {@code comparisons} for each of them. */
    record LeaveWhere(Predicate<Member> condition, int comparisons) implements MemberStep {}
}
