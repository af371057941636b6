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

/** Single memberships added to a thousand groups over 32 connections: the gateway and the least possible program in turn. */
final class ThroughputBench {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("ROUNDS", "5"));
    private static final int ROUND_SECONDS = Integer.parseInt(System.getenv().getOrDefault("ROUND_SECONDS", "6"));
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

    void run() throws Exception {
        Wrk wrk = new Wrk(home, directory.token(), directory.groups("small"), directory.users(USERS));
        int port = FreePort.find();
        Process least = least(port);
        try {
            URI other = URI.create("http://127.0.0.1:" + port + "/scim/v2");
            Thread.sleep(2_000);
            wrk.run(gateway.base(), CONNECTIONS, ROUND_SECONDS);
            wrk.run(other, CONNECTIONS, ROUND_SECONDS);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(wrk.run(gateway.base(), CONNECTIONS, ROUND_SECONDS));
                theirs.add(wrk.run(other, CONNECTIONS, ROUND_SECONDS));
            }
            GroupsBench.print(
                    "throughput: PATCHes a second of one membership, %d connections, min/median/max of %d rounds of %d s: gateway %s,"
                            + " least program %s, ratio %.2f",
                    CONNECTIONS, ROUNDS, ROUND_SECONDS, summary(ours), summary(theirs), median(ours) / median(theirs));
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
