package io.sluice.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The long form of {@link HistoryIT}, {@code HISTORY_SECONDS} long, 120 without. Ends with 1 when a promise was broken. */
final class HistoryMain {
    private static final Duration CALM = Duration.ofSeconds(8);

    private HistoryMain() {}

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("HISTORY_SECONDS", "120")));
        System.exit(violations(time).isEmpty() ? 0 : 1);
    }

    private static List<String> violations(Duration time) throws Exception {
        try (HistoryTrial trial = HistoryTrial.start(Path.of("target", "history"))) {
            List<Event> events = trial.run(time, trial.kills(CALM));
            List<String> violations = trial.violations(events);
            System.out.println(events.size() + " operations: " + outcomes(events) + "; " + trial.kills()
                    + " kills of a gateway, " + trial.crashes() + " of the database; longest silence of a client "
                    + longestMillis(events) + " ms; " + violations.size() + " violations");
            violations.stream().limit(20).forEach(System.out::println);
            return violations;
        }
    }

    private static Map<String, Long> outcomes(List<Event> events) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        event -> (event.operation().isWrite() ? "writes " : "reads ")
                                + event.outcome().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private static long longestMillis(List<Event> events) {
        return Collections.max(events.stream()
                        .map(event -> event.end() - event.start())
                        .toList())
                / 1_000_000;
    }
}
