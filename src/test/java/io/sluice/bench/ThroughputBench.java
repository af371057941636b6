package io.sluice.bench;

import io.sluice.FreePort;
import io.sluice.GatewayProcess;
import io.sluice.config.ServerUrl;
import io.sluice.store.pg.MortalDatabase;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The gateway and the least possible program in turn, over 32 connections: single memberships added to a thousand groups, and the requests of an
 * initial cycle.
 */
final class ThroughputBench {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("ROUNDS", "5"));
    private static final int ROUND_SECONDS = Integer.parseInt(System.getenv().getOrDefault("ROUND_SECONDS", "6"));

    /** Until the compilers are done, which share the processors with what they compile. */
    private static final int WARM_ROUNDS = 4;

    private static final int CONNECTIONS = 32;
    private static final int USERS = 100_000;

    private final GatewayProcess gateway;
    private final MortalDatabase database;
    private final GroupsDirectory directory;
    private final Path home;

    ThroughputBench(GatewayProcess gateway, MortalDatabase database, GroupsDirectory directory, Path home) {
        this.gateway = gateway;
        this.database = database;
        this.directory = directory;
        this.home = home;
    }

    private interface Load {
        /** Requests answered in a second. */
        double run(URI base) throws Exception;
    }

    void memberships() throws Exception {
        Wrk wrk = wrk();
        compare("PATCHes a second of one membership", base -> wrk.run(base, CONNECTIONS, ROUND_SECONDS));
    }

    void initialCycle() throws Exception {
        Wrk wrk = wrk();
        compare("requests a second of an initial cycle", base -> wrk.initialCycle(base, CONNECTIONS, ROUND_SECONDS));
    }

    private Wrk wrk() throws Exception {
        return new Wrk(home, directory.token(), directory.groups("small"), directory.users(USERS));
    }

    private void compare(String what, Load load) throws Exception {
        int port = FreePort.find();
        Process least = least(port);
        try {
            URI other = URI.create("http://127.0.0.1:" + port + "/scim/v2");
            Thread.sleep(2_000);
            for (int round = 0; round < WARM_ROUNDS; round++) {
                load.run(gateway.base());
                load.run(other);
            }
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(load.run(gateway.base()));
                theirs.add(load.run(other));
            }
            GroupsBench.print(
                    "throughput: %s, %d connections, min/median/max of %d rounds of %d s: gateway %s,"
                            + " least program %s, ratio %.2f",
                    what,
                    CONNECTIONS,
                    ROUNDS,
                    ROUND_SECONDS,
                    summary(ours),
                    summary(theirs),
                    median(ours) / median(theirs));
        } finally {
            least.destroyForcibly().waitFor();
        }
    }

    private Process least(int port) throws Exception {
        ServerUrl superuser = database.superuser();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeastProgram.class.getName())
                .inheritIO();
        builder.environment()
                .put(
                        "LEAST_DATABASE_URL",
                        "postgresql://" + superuser.user() + ":"
                                + URLEncoder.encode(superuser.password().value(), StandardCharsets.UTF_8) + "@"
                                + superuser.host() + ":" + superuser.port() + "/" + superuser.database());
        builder.environment().put("LEAST_TENANT", Long.toString(directory.tenant()));
        builder.environment().put("LEAST_PORT", Integer.toString(port));
        return builder.start();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String summary(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return "%.0f/%.0f/%.0f".formatted(sorted.getFirst(), median(values), sorted.getLast());
    }
}
