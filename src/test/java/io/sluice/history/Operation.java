package io.sluice.history;

/**
 * One request about the members of one group.
 *
 * @param group its place among the groups of the run
 * @param users those named, one bit for the place of each among the users of the run; none for a read
 * @param version the version in If-Match, 0 for none
 */
record Operation(Kind kind, int group, long users, long version) {
    enum Kind {
        ADD,
        REMOVE,
        /** The members become exactly {@link #users}. */
        REPLACE,
        READ
    }

    boolean isWrite() {
        return kind != Kind.READ;
    }

    /** Whether it says anything of a user. */
    boolean concerns(int user) {
        return kind == Kind.REPLACE || kind == Kind.READ || has(users, user);
    }

    /** What a write makes of a user's membership that it concerns. */
    boolean makes(int user) {
        return kind == Kind.ADD || (kind == Kind.REPLACE && has(users, user));
    }

    static boolean has(long users, int user) {
        return (users >> user & 1) != 0;
    }
}
