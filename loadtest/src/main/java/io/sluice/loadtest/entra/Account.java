package io.sluice.loadtest.entra;

import java.util.Optional;

/** A user that a job looks after, as the target is known to have it. Guarded by the lock of its {@link Directory}. */
public final class Account {
    private Person person;
    private String anchor = "";
    private Optional<Account> manager = Optional.empty();
    private int reports;
    private int claims;

    Account(Person person) {
        this.person = person;
    }

    Person person() {
        return person;
    }

    void become(Person after) {
        person = after;
    }

    /** The id that the target gave; empty until it did. */
    String anchor() {
        return anchor;
    }

    void link(String id) {
        anchor = id;
    }

    Optional<Account> manager() {
        return manager;
    }

    void reportTo(Account other) {
        manager.ifPresent(before -> before.reports--);
        manager = Optional.of(other);
        other.reports++;
    }

    /** Nobody names it as manager: it can go without a reference to it being left over. */
    boolean isAlone() {
        return reports == 0;
    }

    void leave() {
        manager.ifPresent(before -> before.reports--);
        manager = Optional.empty();
    }

    /** Whether something of it is under way; another change has to wait. */
    boolean isClaimed() {
        return claims > 0;
    }

    void claim() {
        claims++;
    }

    void release() {
        claims--;
    }
}
