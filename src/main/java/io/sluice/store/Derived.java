package io.sluice.store;

/**
 * Which attributes are to be computed at read beside the stored document. What is left out costs nothing: a group read without members
 * does not touch the member rows.
 *
 * @param groups of a user, those it is a direct member of
 * @param indirect also those that it is in through other groups; only together with {@code groups}
 * @param members of a group
 * @param manager of a user: what is known of the one whose id the document has
 */
public record Derived(boolean groups, boolean indirect, boolean members, boolean manager) {
    public static final Derived ALL = new Derived(true, false, true, true);
    public static final Derived NONE = new Derived(false, false, false, false);
}
