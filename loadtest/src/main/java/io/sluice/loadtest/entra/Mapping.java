package io.sluice.loadtest.entra;

import java.util.List;

/**
 * How one provisioning job is set up.
 *
 * @param matching the attributes by which Entra looks for a user before it creates one, in this order
 * @param membersPerPatch the most memberships that one PATCH changes; Entra's own number is not documented
 */
public record Mapping(Dialect dialect, List<UserAttribute> matching, int membersPerPatch) {
    public Mapping {
        matching = List.copyOf(matching);
    }

    /** As most tenants have it. */
    public static Mapping usual(Dialect dialect) {
        return new Mapping(dialect, List.of(UserAttribute.USER_NAME), 20);
    }

    /** With the second attribute that an administrator adds after a merger. */
    public static Mapping thorough(Dialect dialect) {
        return new Mapping(dialect, List.of(UserAttribute.EXTERNAL_ID, UserAttribute.WORK_MAIL), 20);
    }
}
