package io.sluice.loadtest.entra;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Plans a {@link Job}: which works it does, one after the other. */
public final class Jobs {
    private static final int PAGE = 500;

    /** Every so many batches of an initial cycle are a single membership, which is checked before. */
    private static final int SINGLE = 10;

    private static final int MANAGERS_SPAN = 12;

    private final Directory directory;
    private final Mapping mapping;
    private final Conversations conversations;
    private final Random dice;
    private final int first;
    private final Life life;
    private final Job job;
    private final AtomicBoolean dayIsOver = new AtomicBoolean();

    /**
     * @param number of the job on its directory, from 0; each has people of its own
     * @param throttledIsFine whether 429 is an answer as it should be
     */
    public Jobs(Directory directory, Mapping mapping, int number, boolean throttledIsFine) {
        this.directory = directory;
        this.mapping = mapping;
        this.conversations = new Conversations(directory, mapping);
        this.dice = new Random(number);
        this.first = number * 10_000_000;
        this.life = new Life(directory, mapping, dice);
        this.job = new Job(directory, throttledIsFine);
    }

    public Job job() {
        return job;
    }

    public Jobs testConnection() {
        job.then(() -> Work.parts(List.of(() -> tasks(Stream.of(Task.of(conversations::testConnection))))));
        return this;
    }

    /** Takes over what the target has already. */
    public Jobs discovery() {
        job.then(() -> Reading.work(conversations.paths(), PAGE, new Discovery(directory)));
        return this;
    }

    /** Users, then groups, then managers and memberships; the largest group first, with as many PATCHes at once as there are connections. */
    public Jobs initialCycle(Size size) {
        job.then(() -> initial(size));
        return this;
    }

    /** The same where nothing was discovered. */
    public Jobs initialCycleIfEmpty(Size size) {
        job.then(() -> directory.accounts().size() == 0 ? initial(size) : Work.parts(List.of()));
        return this;
    }

    /** @param events how much has happened since the last cycle */
    public Jobs incrementalCycle(int events) {
        job.then(() -> incremental(events));
        return this;
    }

    /** Joins and leaves of the first team alone, all at once. */
    public Jobs crowd(int events) {
        job.then(() -> Work.parts(List.of(() -> tasks(Stream.generate(() -> life.drawInFirstTeam(dice.nextInt(3) > 0))
                .limit(events)
                .flatMap(Optional::stream)))));
        return this;
    }

    /** So many Bulk requests, each of a new group and {@code members} new users that are in it. */
    public Jobs bulk(int requests, int members) {
        Staff staff = new Staff(directory.domain());
        job.then(() ->
                Work.parts(List.of(() -> tasks(IntStream.range(0, requests).mapToObj(request -> {
                    List<Account> accounts = IntStream.range(0, members)
                            .mapToObj(member -> new Account(staff.person(first + request * members + member)))
                            .toList();
                    return Task.of(new BulkImport(directory, staff.team(first + request), accounts)::begin);
                })))));
        return this;
    }

    /** Whatever happens, as it happens, until {@link #endOfDay}. */
    public Jobs workday() {
        job.then(() -> new Work() {
            @Override
            public Optional<Task> next(boolean idle) {
                return isOver() ? Optional.empty() : drawn();
            }

            @Override
            public boolean isOver() {
                return dayIsOver.get();
            }
        });
        return this;
    }

    public void endOfDay() {
        dayIsOver.set(true);
    }

    /** Reads everything and compares. */
    public Census census() {
        Census census = new Census(directory);
        job.then(() -> Reading.work(conversations.paths(), PAGE, census));
        return census;
    }

    private Work initial(Size size) {
        Staff staff = new Staff(directory.domain());
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < size.people(); i++) {
            accounts.add(new Account(staff.person(first + i)));
        }
        List<Team> teams = new ArrayList<>();
        for (int i = 0; i < size.teams(); i++) {
            teams.add(staff.team(first + i));
        }
        // Another job of the tenant must not take away what this one still refers to.
        accounts.forEach(Account::claim);
        teams.forEach(Team::share);
        return Work.parts(List.of(
                () -> tasks(accounts.stream().map(account -> Task.of(() -> conversations.provision(account)))),
                () -> tasks(teams.stream().map(team -> Task.of(() -> conversations.provision(team)))),
                () -> references(accounts, teams, size),
                () -> {
                    accounts.forEach(Account::release);
                    teams.forEach(Team::release);
                    return Collections.emptyIterator();
                }));
    }

    private Iterator<Task> references(List<Account> accounts, List<Team> teams, Size size) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 1; i < teams.size(); i++) {
            join(teams.get(i), accounts, size.memberships() / (teams.size() - 1), tasks);
        }
        for (int i = 1; i < accounts.size(); i++) {
            Account account = accounts.get(i);
            Account manager = accounts.get(i / MANAGERS_SPAN);
            tasks.add(new Task(true, () -> conversations.report(account, manager), () -> {}));
        }
        Collections.shuffle(tasks, dice);
        List<Task> all = new ArrayList<>();
        join(teams.getFirst(), accounts, size.largest(), all);
        all.addAll(tasks);
        return all.iterator();
    }

    private void join(Team team, List<Account> accounts, int members, List<Task> tasks) {
        Set<Account> chosen = new HashSet<>();
        List<Account> order = new ArrayList<>();
        for (int from = dice.nextInt(accounts.size()); order.size() < Math.min(members, accounts.size()); from++) {
            if (chosen.add(accounts.get(from % accounts.size()))) {
                order.add(accounts.get(from % accounts.size()));
            }
        }
        for (int from = 0; from < order.size(); ) {
            int to = Math.min(order.size(), from + (tasks.size() % SINGLE == 0 ? 1 : mapping.membersPerPatch()));
            List<Account> batch = List.copyOf(order.subList(from, to));
            tasks.add(new Task(true, () -> conversations.join(team, batch), () -> {}));
            from = to;
        }
    }

    /** First what failed before; then users and groups; then what refers to them; what goes last. */
    private Work incremental(int events) {
        Map<Event, List<Task>> drawn = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            drawn.put(event, new ArrayList<>());
        }
        for (int i = 0; i < events; i++) {
            Event event = Event.of(dice.nextInt(100));
            life.draw(event).ifPresent(drawn.get(event)::add);
        }
        List<Task> before = job.takeFailed();
        return Work.parts(List.of(
                () -> tasks(Stream.concat(before.stream(), of(drawn, Event.TEST_CONNECTION))),
                () -> tasks(Stream.of(Event.HIRE, Event.CHANGE, Event.MOVE, Event.LEAVE, Event.RETURN, Event.ON_DEMAND)
                        .flatMap(event -> of(drawn, event))),
                () -> tasks(Stream.of(Event.FOUND, Event.RENAME, Event.DISSOLVE).flatMap(event -> of(drawn, event))),
                () -> tasks(Stream.of(Event.JOIN, Event.PART).flatMap(event -> of(drawn, event))),
                () -> tasks(of(drawn, Event.PURGE))));
    }

    private static Stream<Task> of(Map<Event, List<Task>> drawn, Event event) {
        return drawn.get(event).stream();
    }

    private Optional<Task> drawn() {
        for (int i = 0; i < 10; i++) {
            Optional<Task> task = life.draw(Event.of(dice.nextInt(100)));
            if (task.isPresent()) {
                return task;
            }
        }
        return Optional.empty();
    }

    private static Iterator<Task> tasks(Stream<Task> tasks) {
        return tasks.iterator();
    }
}
