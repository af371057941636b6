package io.sluice.patch;

import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Folds member steps in order into one delta; each sees what those before it have done. */
final class MembershipFold {
    private final Map<ResourceId, Member> current;
    private final Set<ResourceId> add = new HashSet<>();
    private final Set<ResourceId> remove = new HashSet<>();
    private boolean replace;

    private MembershipFold(List<Member> current) {
        this.current =
                current.stream().collect(Collectors.toMap(Member::id, Function.identity(), (first, again) -> first));
    }

    static MembershipDelta of(List<MemberStep> steps, List<Member> current) {
        MembershipFold fold = new MembershipFold(current);
        steps.forEach(fold::take);
        return new MembershipDelta(fold.replace, fold.add, fold.remove);
    }

    private void take(MemberStep step) {
        switch (step) {
            case MemberStep.Join join -> {
                add.addAll(join.ids());
                remove.removeAll(join.ids());
            }
            case MemberStep.Leave leave -> leave(leave.ids());
            case MemberStep.Become become -> {
                replace = true;
                add.clear();
                add.addAll(become.ids());
                remove.clear();
            }
            case MemberStep.LeaveWhere where -> leave(matching(where.condition()));
        }
    }

    private void leave(Set<ResourceId> ids) {
        add.removeAll(ids);
        if (!replace) {
            remove.addAll(ids);
        }
    }

    /**
     * Of the members as they are now: those stored and not taken away, and those added. Of one that this request added first only the id is
     * known: 400 invalidFilter, since to pass over it would be to answer 2xx for something not done.
     */
    private Set<ResourceId> matching(Predicate<Member> condition) {
        Set<ResourceId> matching = new HashSet<>();
        if (!replace) {
            current.values().stream()
                    .filter(member -> !remove.contains(member.id()))
                    .filter(condition)
                    .forEach(member -> matching.add(member.id()));
        }
        add.stream()
                .map(id -> Optional.ofNullable(current.get(id)).orElseThrow(MembershipFold::unknown))
                .filter(condition)
                .forEach(member -> matching.add(member.id()));
        return matching;
    }

    private static ScimException unknown() {
        return ScimProblem.invalidFilter(
                        "members cannot be chosen by such a filter after others were added in the same request;"
                                + " send two requests, or name the members by their value.")
                .exception();
    }
}
