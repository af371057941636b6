package io.sluice.history;

import io.sluice.FreePort;
import io.sluice.GatewayProcess;
import io.sluice.store.pg.MortalDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Two gateway processes on one durable database; one of them and the database can be killed and come back while clients are at work. */
final class HistoryTrial implements AutoCloseable {
    /** When a gateway has found its connections again. */
    private static final long RECOVERED_NANOS = 5_000_000_000L;

    private static final long DOWN_MILLIS = 1_000;

    /** On a machine that is busy otherwise a request would rather be refused for its load, and 503 is to say here that the database is down. */
    private static final Map<String, String> PATIENT = Map.of("SLUICE_LATENCY_TARGET_MILLISECONDS", "60000");

    private record Outage(long start, long end) {}

    private final MortalDatabase database;
    private final Path log;
    private final GatewayProcess steady;
    private final int mortalPort;
    private final List<Outage> outages = new ArrayList<>();
    private GatewayProcess mortal;
    private int kills;

    private HistoryTrial(MortalDatabase database, Path log) throws IOException, InterruptedException {
        this.database = database;
        this.log = log;
        this.mortalPort = FreePort.find();
        this.steady = GatewayProcess.start(database.serving(), FreePort.find(), PATIENT, log);
        try {
            this.mortal = GatewayProcess.start(database.serving(), mortalPort, PATIENT, log);
        } catch (IOException | InterruptedException failure) {
            steady.kill();
            throw failure;
        }
    }

    static HistoryTrial start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        MortalDatabase database = MortalDatabase.start(directory.resolve("database"));
        try {
            return new HistoryTrial(database, directory.resolve("gateways.log"));
        } catch (IOException | InterruptedException failure) {
            database.close();
            throw failure;
        }
    }

    MortalDatabase database() {
        return database;
    }

    /** What happens while the clients are at work. */
    interface Trouble {
        /** Does the next of it, and returns at once when {@code over}. */
        void next(AtomicBoolean over) throws Exception;
    }

    static final Trouble NONE = over -> {};

    /** In turn: a time of calm, the database killed, a time of calm, the gateway killed; each comes back after a second. */
    Trouble kills(Duration calm) {
        AtomicBoolean gateway = new AtomicBoolean();
        return over -> {
            pause(calm, over);
            if (over.get()) {
                return;
            }
            if (gateway.getAndSet(!gateway.get())) {
                killGateway();
            } else {
                crashDatabase();
            }
        };
    }

    /** The history of groups and users of its own. */
    List<Event> run(Duration time, Trouble trouble) throws Exception {
        return run(time, trouble, 0);
    }

    /** @param rest the most milliseconds that a client does nothing between two operations */
    List<Event> run(Duration time, Trouble trouble, int rest) throws Exception {
        Population population = Population.create(database.serving());
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> troubled = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                try {
                    trouble.next(over);
                    pause(Duration.ofMillis(100), over);
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            }
        });
        List<Event> events = new HistoryRun(new HttpDirectory(List.of(steady.base(), mortal.base()), population), rest)
                .run(time, Integer.MAX_VALUE);
        over.set(true);
        troubled.get();
        return events;
    }

    void killGateway() throws IOException, InterruptedException {
        mortal.kill();
        kills++;
        Thread.sleep(DOWN_MILLIS);
        mortal = GatewayProcess.start(database.serving(), mortalPort, PATIENT, log);
    }

    void crashDatabase() throws IOException, InterruptedException {
        long start = System.nanoTime();
        database.crash();
        Thread.sleep(DOWN_MILLIS);
        database.recover();
        outages.add(new Outage(start, System.nanoTime() + RECOVERED_NANOS));
    }

    /** What is wrong with a history of this trial. */
    List<String> violations(List<Event> events) {
        List<String> violations = new ArrayList<>(HistoryCheck.violations(events, HistoryRun.USERS));
        for (Event event : events) {
            boolean unavailable = event.outcome() instanceof Outcome.Unknown unknown
                    && unknown.why().equals("503");
            if (unavailable
                    && outages.stream().noneMatch(outage -> event.end() > outage.start && event.start() < outage.end)) {
                violations.add("503 while the database was up: " + event);
            }
        }
        return violations;
    }

    int kills() {
        return kills;
    }

    int crashes() {
        return outages.size();
    }

    @Override
    public void close() throws InterruptedException {
        try (database) {
            steady.kill();
            mortal.kill();
        }
    }

    static void pause(Duration time, AtomicBoolean over) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (!over.get() && System.nanoTime() < until) {
            Thread.sleep(50);
        }
    }
}
