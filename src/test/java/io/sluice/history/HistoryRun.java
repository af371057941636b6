package io.sluice.history;

import io.sluice.history.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Clients that change and read the members of some groups at random, all at once, and write down what they were answered. */
final class HistoryRun {
    static final int CLIENTS = 64;
    static final int GROUPS = 50;
    static final int USERS = 40;

    private final Directory directory;
    private final int rest;
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final long[] lastVersion = new long[GROUPS];

    HistoryRun(Directory directory) {
        this(directory, 0);
    }

    /** @param rest the most milliseconds that a client does nothing between two operations */
    HistoryRun(Directory directory, int rest) {
        this.directory = directory;
        this.rest = rest;
    }

    /** Runs until the time is over, then, when everything that was under way has ended, reads every group once more. */
    List<Event> run(Duration time, int most) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            clients.add(Thread.ofPlatform().daemon().start(() -> {
                while (System.nanoTime() < until && events.size() < most) {
                    act(number, next());
                    pause(0, rest);
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        for (int group = 0; group < GROUPS; group++) {
            act(0, new Operation(Kind.READ, group, 0, 0));
        }
        return List.copyOf(events);
    }

    private void act(int client, Operation operation) {
        long start = System.nanoTime();
        Outcome outcome = directory.call(operation);
        events.add(new Event(client, operation, start, System.nanoTime(), outcome));
        if (outcome instanceof Outcome.Done done) {
            lastVersion[operation.group()] = done.version();
        } else if (outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Unreached) {
            // Of a server that is down one does not ask a thousand times a second.
            pause(50, 200);
        }
    }

    private Operation next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int group = random.nextInt(GROUPS);
        int dice = random.nextInt(100);
        if (dice < 12) {
            return new Operation(Kind.READ, group, 0, 0);
        }
        long version = random.nextInt(6) == 0 ? lastVersion[group] : 0;
        if (dice < 17) {
            return new Operation(Kind.REPLACE, group, many(random), version);
        }
        long users = dice < 27 ? many(random) : 1L << random.nextInt(USERS);
        return new Operation(random.nextBoolean() ? Kind.ADD : Kind.REMOVE, group, users, version);
    }

    private static long many(ThreadLocalRandom random) {
        long users = 0;
        for (int count = random.nextInt(2, 12); count > 0; count--) {
            users |= 1L << random.nextInt(USERS);
        }
        return users;
    }

    private static void pause(int least, int most) {
        if (most == 0) {
            return;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(least, most));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
