package io.sluice.store.pg;

/**
 * How much to fill a tenant's directory with, beside what it has.
 *
 * @param tenant its name; it is made where it does not exist
 * @param memberships of users in groups, all together
 */
public record Seed(String tenant, int users, int groups, long memberships) {
    public Seed {
        if (users < 0 || groups < 0 || memberships < 0 || memberships > (long) users * groups) {
            throw new IllegalArgumentException("more memberships than users times groups, or a negative number");
        }
    }
}
