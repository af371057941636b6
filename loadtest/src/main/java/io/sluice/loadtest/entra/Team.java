package io.sluice.loadtest.entra;

/** A group that a job looks after, as the target is known to have it. Guarded by the lock of its {@link Directory}. */
public final class Team {
    private final String externalId;
    private final Bag<Account> members = new Bag<>();
    private String displayName;
    private String anchor = "";
    private int claims;
    private boolean owned;

    Team(String externalId, String displayName) {
        this.externalId = externalId;
        this.displayName = displayName;
    }

    String externalId() {
        return externalId;
    }

    String displayName() {
        return displayName;
    }

    void rename(String name) {
        displayName = name;
    }

    /** The id that the target gave; empty until it did. */
    String anchor() {
        return anchor;
    }

    void link(String id) {
        anchor = id;
    }

    Bag<Account> members() {
        return members;
    }

    /** Memberships of one team change side by side; its name changes, and it goes, only while nothing else is under way. */
    boolean isClaimed() {
        return owned || claims > 0;
    }

    boolean isOwned() {
        return owned;
    }

    void share() {
        claims++;
    }

    void release() {
        claims--;
    }

    void own(boolean by) {
        owned = by;
    }
}
