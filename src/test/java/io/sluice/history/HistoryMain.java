package io.sluice.history;

import io.sluice.GatewayProcess;
import io.sluice.store.pg.MortalDatabase;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The long form of the check: two gateway processes on one durable database, of which one gateway and the database are killed and come back
 * again and again. Argument: seconds, 120 without. Ends with 1 when a promise was broken.
 */
final class HistoryMain {
    /** When a gateway has found its connections again. */
    private static final long RECOVERED_NANOS = 5_000_000_000L;

    private record Outage(long start, long end) {}

    private HistoryMain() {}

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 120);
        Path directory = Path.of("target", "history");
        Path log = directory.resolve("gateways.log");
        try (MortalDatabase database = MortalDatabase.start(directory);
                GatewayProcess steady = GatewayProcess.start(database.serving(), freePort(), log)) {
            int port = freePort();
            GatewayProcess mortal = GatewayProcess.start(database.serving(), port, log);
            Population population = Population.create(database.serving());
            List<URI> bases = List.of(steady.base(), mortal.base());
            AtomicBoolean over = new AtomicBoolean();
            List<Outage> outages = new ArrayList<>();
            Thread trouble = Thread.ofPlatform().start(() -> {
                try {
                    trouble(database, mortal, port, log, outages, over);
                } catch (Exception failure) {
                    failure.printStackTrace();
                    System.exit(2);
                }
            });

            List<Event> events = new HistoryRun(new HttpDirectory(bases, population)).run(time, Integer.MAX_VALUE);
            over.set(true);
            trouble.join();
            report(events, outages);
        }
    }

    private static void trouble(
            MortalDatabase database, GatewayProcess first, int port, Path log, List<Outage> outages, AtomicBoolean over)
            throws Exception {
        GatewayProcess mortal = first;
        while (!over.get()) {
            Thread.sleep(8_000);
            mortal.kill();
            Thread.sleep(1_000);
            mortal = GatewayProcess.start(database.serving(), port, log);
            Thread.sleep(8_000);
            long start = System.nanoTime();
            database.crash();
            Thread.sleep(1_000);
            database.recover();
            outages.add(new Outage(start, System.nanoTime() + RECOVERED_NANOS));
        }
        mortal.kill();
    }

    private static void report(List<Event> events, List<Outage> outages) {
        List<String> violations = new ArrayList<>(HistoryCheck.violations(events, HistoryRun.USERS));
        for (Event event : events) {
            boolean unavailable = event.outcome() instanceof Outcome.Unknown unknown
                    && unknown.why().equals("503");
            if (unavailable
                    && outages.stream().noneMatch(outage -> event.end() > outage.start && event.start() < outage.end)) {
                violations.add("503 while the database was up: " + event);
            }
        }
        Map<String, Long> outcomes = events.stream()
                .collect(Collectors.groupingBy(
                        event -> (event.operation().isWrite() ? "writes " : "reads ")
                                + event.outcome().getClass().getSimpleName(),
                        TreeMap::new,
                        Collectors.counting()));
        System.out.println(events.size() + " operations " + outcomes + ", " + outages.size()
                + " crashes of the database and as many of a gateway, " + violations.size() + " violations");
        violations.stream().limit(20).forEach(System.out::println);
        System.exit(violations.isEmpty() ? 0 : 1);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
