package io.sluice.bench;

import io.sluice.FreePort;
import io.sluice.GatewayProcess;
import io.sluice.config.ServerUrl;
import io.sluice.store.pg.MortalDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stands between tenants, in throughput: GET of a user by id through credential check, limits and row level security against the same build
 * without them, and POST of a user with row level security against the same without. Rounds alternate in one run; see the README. Makes a durable
 * database of its own in {@code target/walls-bench}. Environment: ROUNDS (6), ROUND_SECONDS (10), CONNECTIONS (32).
 */
final class WallsBench {
    private static final Path HOME = Path.of("target", "walls-bench");
    private static final int ROUNDS = number("ROUNDS", 6);
    private static final int SECONDS = number("ROUND_SECONDS", 10);
    private static final int CONNECTIONS = number("CONNECTIONS", 32);

    /** Until the compiler has done with what they run through. */
    private static final int WARM_ROUNDS = 2;

    private static final int WARM_SECONDS = 10;

    /** What is asked of look-ups; of writes only that it is said. */
    private static final double LEAST = 0.85;

    private static final String LOOK_UPS = "loadtest/bench/lookups.lua";
    private static final String UNPROVED = "src/test/resources/io/sluice/bench/unproved.lua";
    private static final String CREATES = "loadtest/bench/creates.lua";

    private final WallsDirectory directory;
    private int run;

    private interface Round {
        double perSecond(int seconds) throws Exception;
    }

    private WallsBench(WallsDirectory directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(HOME);
        try (MortalDatabase database = MortalDatabase.start(HOME.resolve("database"))) {
            new WallsBench(new WallsDirectory(database, HOME)).compare();
        }
    }

    private void compare() throws Exception {
        int open = FreePort.find();
        Process reference = reference(open);
        try (GatewayProcess walled = gateway(directory.walled());
                GatewayProcess unwalled = gateway(directory.open())) {
            URI bare = URI.create("http://127.0.0.1:" + open + "/scim/v2");
            Map<String, List<Double>> rates = alternate(
                    "GET",
                    seconds -> lookUps(LOOK_UPS, walled.base(), seconds),
                    "GET without",
                    seconds -> lookUps(UNPROVED, bare, seconds));
            double ratio = report("GET by id, credential check, limits and row level security", rates);
            report(
                    "POST of a user, row level security",
                    alternate(
                            "POST",
                            seconds -> creates(walled, seconds),
                            "POST without",
                            seconds -> creates(unwalled, seconds)));
            System.out.printf(Locale.ROOT, "asked of GET: %.2f, %s%n", LEAST, ratio >= LEAST ? "met" : "missed");
        } finally {
            reference.destroyForcibly().waitFor();
        }
    }

    private static Map<String, List<Double>> alternate(String name, Round with, String other, Round without)
            throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        rates.put(name, new ArrayList<>());
        rates.put(other, new ArrayList<>());
        for (int round = 0; round < WARM_ROUNDS; round++) {
            with.perSecond(WARM_SECONDS);
            without.perSecond(WARM_SECONDS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            // Now the one first and now the other, so that what grows or wears out with time favours neither.
            if (round % 2 == 0) {
                rates.get(name).add(with.perSecond(SECONDS));
                rates.get(other).add(without.perSecond(SECONDS));
            } else {
                rates.get(other).add(without.perSecond(SECONDS));
                rates.get(name).add(with.perSecond(SECONDS));
            }
        }
        return rates;
    }

    private static double report(String what, Map<String, List<Double>> rates) {
        List<Double> medians = rates.values().stream().map(WallsBench::median).toList();
        double ratio = medians.getFirst() / medians.getLast();
        System.out.printf(
                Locale.ROOT,
                "%s: with %s, without %s a second, min/median/max of %d rounds of %d s, %d connections; ratio of medians %.2f%n",
                what,
                summary(rates.values().iterator().next()),
                summary(List.copyOf(rates.values()).getLast()),
                ROUNDS,
                SECONDS,
                CONNECTIONS,
                ratio);
        return ratio;
    }

    private double lookUps(String script, URI base, int seconds) throws Exception {
        return Wrk.run(
                script,
                base,
                CONNECTIONS,
                seconds,
                Map.of(
                        "TOKEN",
                        directory.token(),
                        "KIND",
                        "id",
                        "WITH_GROUPS",
                        "yes",
                        "IDS",
                        directory.ids().toString(),
                        "USERS",
                        Integer.toString(WallsDirectory.USERS),
                        "DOMAIN",
                        "example"));
    }

    private double creates(GatewayProcess gateway, int seconds) throws Exception {
        return Wrk.run(
                CREATES,
                gateway.base(),
                CONNECTIONS,
                seconds,
                Map.of(
                        "TOKEN",
                        directory.token(),
                        "RUN",
                        "run" + System.currentTimeMillis() + "." + ++run,
                        "USER_TEMPLATE",
                        "loadtest/bench/user.json"));
    }

    private static GatewayProcess gateway(ServerUrl database) throws Exception {
        return GatewayProcess.start(
                database,
                FreePort.find(),
                // What is measured is the work, not when it would be refused.
                Map.of("SLUICE_LATENCY_TARGET_MILLISECONDS", "60000"),
                HOME.resolve("gateway.log"),
                "-Xmx256m");
    }

    private Process reference(int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenGateway.class.getName())
                .inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "OPEN_PORT", Integer.toString(port),
                        "OPEN_TENANT", directory.tenant(),
                        "OPEN_DATABASE", WallsDirectory.text(directory.open())));
        return builder.start();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String summary(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return "%.0f/%.0f/%.0f".formatted(sorted.getFirst(), median(values), sorted.getLast());
    }

    private static int number(String variable, int otherwise) {
        return Integer.parseInt(System.getenv().getOrDefault(variable, Integer.toString(otherwise)));
    }
}
