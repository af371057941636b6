package io.sluice.store;

/**
 * Which attributes are to be computed at read beside the stored document. What is left out costs nothing: a group read without members
 * does not touch the member rows.
 */
public record Derived(boolean groups, boolean members) {
    public static final Derived ALL = new Derived(true, true);
    public static final Derived NONE = new Derived(false, false);
}
