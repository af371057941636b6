package io.sluice.fault;

import io.sluice.FreePort;
import io.sluice.GatewayProcess;
import io.sluice.GatewayUnderTest.Tenant;
import io.sluice.config.BearerToken;
import io.sluice.config.ServerUrl;
import io.sluice.fault.Balancer.Replica;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two gateway processes behind a balancer, told to end and started again in turns under steady traffic. */
final class RollingRestart {
    /** In the first seconds everything starts at once on the same processors, load generator and balancer too, and requests stand in line. */
    private static final long SETTLING_MILLIS = 5_000;

    private final ServerUrl database;
    private final Path log;
    private final String token = BearerToken.tenant();

    record Outcome(List<Answer> answers, List<Duration> ends) {
        /** Between the client and the balancer, or between that and a gateway. */
        long broken() {
            return answers.stream()
                    .filter(answer -> answer.status() == 0 || answer.status() == Balancer.BAD_GATEWAY)
                    .count();
        }

        List<Answer> failed() {
            return answers.stream().filter(answer -> !answer.succeeded()).toList();
        }
    }

    RollingRestart(ServerUrl database, Path directory) throws Exception {
        this.database = database;
        Files.createDirectories(directory);
        this.log = directory.resolve("gateways.log");
    }

    Outcome run(int restarts, int perSecond) throws Exception {
        List<Replica> replicas = List.of(replica(), replica());
        List<GatewayProcess> gateways = new ArrayList<>();
        for (Replica replica : replicas) {
            gateways.add(start(replica));
        }
        List<Duration> ends = new ArrayList<>();
        try (Balancer balancer = new Balancer(replicas)) {
            awaitReady(balancer, replicas);
            try (Traffic traffic = Traffic.start(
                    new Tenant(URI.create("http://127.0.0.1:" + balancer.port() + "/scim/v2"), token), perSecond)) {
                Thread.sleep(SETTLING_MILLIS);
                for (int restart = 0; restart < restarts; restart++) {
                    int turn = restart % replicas.size();
                    ends.add(gateways.get(turn).terminate());
                    gateways.set(turn, start(replicas.get(turn)));
                    awaitReady(balancer, replicas);
                }
                return new Outcome(traffic.end(), ends);
            }
        } finally {
            for (GatewayProcess gateway : gateways) {
                gateway.kill();
            }
        }
    }

    private static Replica replica() throws Exception {
        return new Replica(FreePort.find(), FreePort.find());
    }

    private GatewayProcess start(Replica replica) throws Exception {
        return GatewayProcess.start(
                database,
                replica.port(),
                Map.of(
                        "SLUICE_MANAGEMENT_PORT",
                        Integer.toString(replica.management()),
                        "SLUICE_BOOTSTRAP_TENANT",
                        "rolling",
                        "SLUICE_BOOTSTRAP_TOKEN",
                        token,
                        // Several times what the balancer needs to notice.
                        "SLUICE_DRAIN_SECONDS",
                        "3",
                        // A machine that is busy otherwise is no reason to refuse.
                        "SLUICE_LATENCY_TARGET_MILLISECONDS",
                        "60000"),
                log);
    }

    private static void awaitReady(Balancer balancer, List<Replica> replicas) throws InterruptedException {
        while (!replicas.stream().allMatch(balancer::isReady)) {
            Thread.sleep(50);
        }
    }
}
