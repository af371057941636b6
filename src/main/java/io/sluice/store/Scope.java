package io.sluice.store;

import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimProblem;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a credential may do. Discovery documents need none; whoever may write a resource also sees what is answered to the write. */
public enum Scope {
    /** Read and search resources of every type. */
    READ,
    /** Create, change and delete users. */
    USERS,
    /** Create, change and delete groups, and so memberships. */
    GROUPS,
    /** Send many operations in one request; each needs its own scope besides. */
    BULK;

    public static final Set<Scope> ALL = Collections.unmodifiableSet(EnumSet.allOf(Scope.class));

    /** As it is written everywhere, for example {@code users}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String word) {
        return ALL.stream().filter(scope -> scope.word().equals(word)).findFirst();
    }

    /** Those that the words, with blanks between, name; what is none of this release's scopes is left out, for a later release may have made it. */
    public static Set<Scope> known(String words) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(words.split(" ")).forEach(word -> of(word).ifPresent(scopes::add));
        return Collections.unmodifiableSet(scopes);
    }

    /** Those that a change of resources of the type needs. One that a tenant made up belongs to neither scope alone. */
    public static Set<Scope> toWrite(ResourceType type) {
        return switch (type.name()) {
            case "User" -> Set.of(USERS);
            case "Group" -> Set.of(GROUPS);
            default -> Set.of(USERS, GROUPS);
        };
    }

    /** 403 where one that is needed is not among the {@code granted}. */
    public static void require(Set<Scope> granted, Set<Scope> needed) {
        if (!granted.containsAll(needed)) {
            EnumSet<Scope> missing = EnumSet.copyOf(needed);
            missing.removeAll(granted);
            throw ScimProblem.forbidden("This credential may not do that: it lacks the scope "
                            + String.join(" and ", words(missing)) + ". Use one that has it.")
                    .exception();
        }
    }

    /** In the order in which they are declared. */
    public static List<String> words(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).toList();
    }
}
