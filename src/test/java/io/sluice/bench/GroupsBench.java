package io.sluice.bench;

import io.sluice.FreePort;
import io.sluice.GatewayProcess;
import io.sluice.store.pg.MortalDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the size of a group costs, and what a membership costs against the least possible program; see the README. Makes a durable database of
 * its own in {@code target/groups-bench} and starts the gateway as a process. {@code BENCH} names what to measure: size throughput cycle many large.
 */
final class GroupsBench {
    private static final Path HOME = Path.of("target", "groups-bench");

    private GroupsBench() {}

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(HOME);
        List<String> wanted = Arrays.asList(System.getenv()
                .getOrDefault("BENCH", "size throughput cycle many large")
                .split(" ", -1));
        try (MortalDatabase database = MortalDatabase.start(HOME.resolve("database"))) {
            GroupsDirectory directory = GroupsDirectory.fill(database);
            if (wanted.contains("size") || wanted.contains("many")) {
                try (GatewayProcess gateway = gateway(database, "-Xmx256m")) {
                    if (wanted.contains("size")) {
                        new GroupSizeBench(gateway, directory).run();
                    }
                    if (wanted.contains("many")) {
                        new ManyMembersBench(gateway, directory).run();
                    }
                }
            }
            if (wanted.contains("throughput") || wanted.contains("cycle")) {
                try (GatewayProcess gateway = gateway(database, "-Xmx256m")) {
                    ThroughputBench bench = new ThroughputBench(gateway, database, directory, HOME);
                    if (wanted.contains("throughput")) {
                        bench.memberships();
                    }
                    if (wanted.contains("cycle")) {
                        bench.initialCycle();
                    }
                }
            }
            if (wanted.contains("large")) {
                try (GatewayProcess gateway = gateway(database, "-Xmx96m")) {
                    new LargeGroupBench(gateway, directory, HOME).run();
                }
            }
        }
    }

    private static GatewayProcess gateway(MortalDatabase database, String heap) throws Exception {
        return GatewayProcess.start(
                database.serving(),
                FreePort.find(),
                // What is measured is the work, not when it would be refused.
                Map.of("SLUICE_LATENCY_TARGET_MILLISECONDS", "60000"),
                HOME.resolve("gateway.log"),
                heap);
    }

    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
