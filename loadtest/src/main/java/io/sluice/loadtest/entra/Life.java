package io.sluice.loadtest.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Draws what happens in the company next, and claims whom it happens to, so that the same object never changes twice at once; memberships of
 * one team do.
 */
final class Life {
    /** Of the joins and leaves, this share meets the first team: the one that everybody is in. */
    private static final double FIRST_TEAM = 0.3;

    private static final double WHOLE_BATCH = 0.1;
    private static final int FEW = 4;

    /** A team is given up only while there are more than this, and only when it is small. */
    private static final int TEAMS = 10;

    private static final int SMALL = 100;

    private final Directory directory;
    private final Mapping mapping;
    private final Conversations conversations;
    private final Conversations onDemand;
    private final Staff staff;
    private final RandomGenerator dice;

    Life(Directory directory, Mapping mapping, RandomGenerator dice) {
        this.directory = directory;
        this.mapping = mapping;
        this.conversations = new Conversations(directory, mapping);
        this.onDemand = new Conversations(directory, Mapping.usual(Dialect.DEFAULT));
        this.staff = new Staff(directory.domain());
        this.dice = dice;
    }

    /** Empty when there is nobody to whom it can happen now. */
    Optional<Task> draw(Event event) {
        return switch (event) {
            case HIRE -> manager().map(this::hire);
            case CHANGE ->
                account(Person::isActive).map(account -> change(account, staff.changed(account.person(), dice)));
            case MOVE -> account(Person::isActive).flatMap(this::move);
            case LEAVE -> account(Person::isActive).map(account -> active(account, false));
            case RETURN -> account(person -> !person.isActive()).map(account -> active(account, true));
            case PURGE ->
                directory
                        .accounts()
                        .pick(
                                dice,
                                account -> !account.isClaimed()
                                        && account.isAlone()
                                        && !account.person().isActive())
                        .map(account -> own(account, () -> conversations.delete(account)));
            case JOIN -> team().flatMap(this::join);
            case PART -> team().flatMap(this::part);
            case FOUND -> Optional.of(Task.of(found(staff.team(directory.newcomer()))));
            case RENAME ->
                idleTeam(team -> true)
                        .map(team -> own(
                                team,
                                () -> conversations.rename(
                                        team, team.externalId().substring(28) + " renamed " + dice.nextInt())));
            case DISSOLVE ->
                directory.teams().size() <= TEAMS
                        ? Optional.empty()
                        : idleTeam(team -> team.members().size() < SMALL)
                                .map(team -> own(team, () -> conversations.delete(team)));
            case ON_DEMAND ->
                account(Person::isActive).map(account -> {
                    Person after = staff.changed(account.person(), dice);
                    return own(account, () -> onDemand.onDemand(account, after));
                });
            case TEST_CONNECTION -> Optional.of(Task.of(conversations::testConnection));
        };
    }

    /** Joins or leaves of the team that everybody is in. */
    Optional<Task> drawInFirstTeam(boolean join) {
        Team first = directory.teams().all().getFirst();
        return join ? join(first) : part(first);
    }

    private Supplier<Step> found(Team team) {
        return () -> conversations.provision(team);
    }

    private Task hire(Account manager) {
        Account account = new Account(staff.person(directory.newcomer()));
        // Nobody else may take it up between its creation and its manager.
        account.claim();
        manager.claim();
        return new Task(
                false,
                () -> conversations
                        .provision(account)
                        .followedBy(() -> Optional.of(conversations.report(account, manager))),
                () -> {
                    account.release();
                    manager.release();
                });
    }

    private Task change(Account account, Person after) {
        return own(account, () -> conversations.change(account, after));
    }

    private Task active(Account account, boolean active) {
        return change(account, account.person().with(UserAttribute.ACTIVE, Boolean.toString(active)));
    }

    private Optional<Task> move(Account account) {
        Person after = staff.moved(account.person(), dice);
        return manager()
                .filter(manager -> manager != account && !account.manager().equals(Optional.of(manager)))
                .map(manager -> {
                    account.claim();
                    manager.claim();
                    return new Task(
                            false,
                            () -> conversations
                                    .change(account, after)
                                    .followedBy(() -> Optional.of(conversations.report(account, manager))),
                            () -> {
                                account.release();
                                manager.release();
                            });
                });
    }

    private Optional<Task> join(Team team) {
        return memberships(
                team,
                directory.accounts(),
                account -> !team.members().contains(account),
                chosen -> conversations.join(team, chosen));
    }

    private Optional<Task> part(Team team) {
        return memberships(team, team.members(), account -> true, chosen -> conversations.part(team, chosen));
    }

    private Optional<Task> memberships(
            Team team,
            Bag<Account> from,
            Predicate<Account> fits,
            java.util.function.Function<List<Account>, Step> say) {
        int size = dice.nextDouble() < WHOLE_BATCH ? mapping.membersPerPatch() : 1 + dice.nextInt(FEW);
        List<Account> chosen = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            from.pick(dice, account -> !account.isClaimed() && fits.test(account))
                    .ifPresent(account -> {
                        account.claim();
                        chosen.add(account);
                    });
        }
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        team.share();
        return Optional.of(new Task(true, () -> say.apply(chosen), () -> {
            chosen.forEach(Account::release);
            team.release();
        }));
    }

    private static Task own(Account account, Supplier<Step> begin) {
        account.claim();
        return new Task(false, begin, account::release);
    }

    private static Task own(Team team, Supplier<Step> begin) {
        team.own(true);
        return new Task(false, begin, () -> team.own(false));
    }

    private Optional<Account> manager() {
        return account(Person::isActive);
    }

    private Optional<Account> account(Predicate<Person> fits) {
        return directory.accounts().pick(dice, account -> !account.isClaimed() && fits.test(account.person()));
    }

    private Optional<Team> team() {
        boolean first = directory.teams().size() > 0 && dice.nextDouble() < FIRST_TEAM;
        return first
                ? Optional.of(directory.teams().all().getFirst()).filter(team -> !team.isOwned())
                : directory.teams().pick(dice, team -> !team.isOwned());
    }

    private Optional<Team> idleTeam(Predicate<Team> fits) {
        return directory.teams().pick(dice, team -> !team.isClaimed() && fits.test(team));
    }
}
