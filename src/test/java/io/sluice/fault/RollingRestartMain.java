package io.sluice.fault;

import io.sluice.store.pg.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;

/** The long form of {@link RollingRestartIT}: twenty SIGTERMs at 300 requests a second. Ends with 1 when a promise was broken. */
final class RollingRestartMain {
    private static final int RESTARTS = 20;
    private static final int PER_SECOND = 300;

    private RollingRestartMain() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(isWell() ? 0 : 1);
    }

    private static boolean isWell() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            RollingRestart.Outcome outcome =
                    new RollingRestart(database.servingUrl(), Path.of("target", "rolling")).run(RESTARTS, PER_SECOND);
            Duration longest = outcome.ends().stream().max(Duration::compareTo).orElseThrow();
            System.out.println(RESTARTS + " SIGTERMs under " + outcome.answers().size() + " requests, "
                    + outcome.failed().size() + " failed, " + outcome.broken()
                    + " of them by a broken connection, ends after "
                    + outcome.ends().stream().map(Duration::toMillis).toList() + " ms");
            outcome.failed().stream().limit(20).forEach(System.out::println);
            return outcome.failed().isEmpty() && longest.toSeconds() < 25;
        }
    }
}
