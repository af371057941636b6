package io.sluice.fault;

import io.sluice.FreePort;
import io.sluice.GatewayProcess;
import io.sluice.GatewayUnderTest.Tenant;
import io.sluice.config.BearerToken;
import io.sluice.store.pg.MortalDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The long form of {@link CrashIT}: 20,000 acknowledged writes under ten kills of the gateway and its database, then ten kills of the database
 * alone under steady traffic. Ends with 1 when a promise was broken.
 */
final class CrashMain {
    private static final int WRITES = 20_000;
    private static final int KILLS = 10;
    private static final int PER_SECOND = 200;
    private static final Duration RECOVERED = Duration.ofSeconds(5);

    private CrashMain() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of("target", "crashes");
        long seed = System.nanoTime();
        Crashes.Outcome outcome = new Crashes(seed, 0).run(directory, WRITES, KILLS);
        System.out.println(outcome.acknowledged() + " acknowledged writes under " + outcome.kills() + " kills (seed "
                + seed + "), " + outcome.wrong().size() + " wrong");
        outcome.wrong().stream().limit(20).forEach(System.out::println);
        List<String> wrong = databaseAlone(directory);
        wrong.stream().limit(20).forEach(System.out::println);
        System.exit(outcome.wrong().isEmpty() && wrong.isEmpty() ? 0 : 1);
    }

    private static List<String> databaseAlone(Path directory) throws Exception {
        int port = FreePort.find();
        String token = BearerToken.tenant();
        Map<String, String> environment = Map.of(
                "SLUICE_BOOTSTRAP_TENANT", "kills", "SLUICE_BOOTSTRAP_TOKEN", token, "SLUICE_DRAIN_SECONDS", "0");
        try (MortalDatabase database = MortalDatabase.start(directory);
                GatewayProcess gateway =
                        GatewayProcess.start(database.serving(), port, environment, directory.resolve("gateway.log"));
                Traffic traffic = Traffic.start(new Tenant(gateway.base(), token), PER_SECOND)) {
            List<Long> kills = new ArrayList<>();
            List<Long> back = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(3_000);
                kills.add(System.nanoTime());
                database.kill();
                database.recover();
                back.add((System.nanoTime() - kills.getLast()) / 1_000_000);
                Thread.sleep(RECOVERED);
            }
            List<Answer> answers = traffic.end();
            List<String> wrong = new ArrayList<>(Ledger.dishonest(answers));
            wrong.addAll(Ledger.lost(Ledger.acknowledged(answers), database.superuser()));
            List<Long> recovery =
                    kills.stream().map(kill -> recovery(answers, kill)).toList();
            recovery.stream()
                    .filter(millis -> millis > RECOVERED.toMillis())
                    .forEach(millis -> wrong.add("first success " + millis + " ms after a kill"));
            System.out.println(KILLS + " kills of the database under " + answers.size() + " requests, "
                    + answers.stream().filter(Answer::isHonestRefusal).count()
                    + " refused with 503 and Retry-After, slowest "
                    + answers.stream()
                            .mapToLong(answer -> answer.took().toMillis())
                            .max()
                            .orElseThrow()
                    + " ms, PostgreSQL itself back after " + back + " ms, first success " + recovery
                    + " ms after each kill, " + wrong.size() + " wrong");
            return wrong;
        }
    }

    /** From a kill to the first success of a request that was sent after the refusals had begun. */
    private static long recovery(List<Answer> answers, long kill) {
        long refused = answers.stream()
                .filter(answer ->
                        answer.isHonestRefusal() && answer.at() + answer.took().toNanos() >= kill)
                .mapToLong(Answer::at)
                .min()
                .orElse(kill);
        return answers.stream()
                .filter(answer -> answer.succeeded() && answer.at() > refused && answer.at() > kill)
                .mapToLong(answer -> (answer.at() + answer.took().toNanos() - kill) / 1_000_000)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
