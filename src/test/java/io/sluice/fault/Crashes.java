package io.sluice.fault;

import io.sluice.FreePort;
import io.sluice.GatewayProcess;
import io.sluice.GatewayUnderTest.Tenant;
import io.sluice.config.BearerToken;
import io.sluice.store.pg.MortalDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Writers that create users as fast as they are let, while the gateway and its durable database are killed in turns at moments of chance. */
final class Crashes {
    private static final int WRITERS = 16;
    private static final String USER =
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\"}";

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Random chance;
    private final long rest;
    private volatile boolean over;

    /**
     * @param seed of the moments
     * @param rest milliseconds that a writer does nothing after each creation
     */
    Crashes(long seed, long rest) {
        this.chance = new Random(seed);
        this.rest = rest;
    }

    record Outcome(int acknowledged, int kills, List<String> wrong) {}

    /** Goes on until so many writes are acknowledged and so many kills are done. */
    Outcome run(Path directory, int writes, int kills) throws Exception {
        Path log = directory.resolve("gateway.log");
        int port = FreePort.find();
        Map<String, String> environment =
                Map.of("SLUICE_BOOTSTRAP_TENANT", "crashes", "SLUICE_BOOTSTRAP_TOKEN", BearerToken.tenant());
        Tenant tenant = new Tenant(
                URI.create("http://127.0.0.1:" + port + "/scim/v2"), environment.get("SLUICE_BOOTSTRAP_TOKEN"));
        try (MortalDatabase database = MortalDatabase.start(directory)) {
            GatewayProcess gateway = GatewayProcess.start(database.serving(), port, environment, log);
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
                    HttpClient client = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .build()) {
                for (int writer = 0; writer < WRITERS; writer++) {
                    writers.submit(() -> write(client, tenant));
                }
                for (int kill = 0; kill < kills; kill++) {
                    Thread.sleep(500 + chance.nextInt(1_500));
                    if (kill % 2 == 0) {
                        gateway.kill();
                        gateway = GatewayProcess.start(database.serving(), port, environment, log);
                    } else {
                        database.kill();
                        database.recover();
                    }
                }
                while (acknowledged.size() < writes) {
                    Thread.sleep(50);
                }
                over = true;
            }
            gateway.kill();
            List<String> found = new ArrayList<>(wrong);
            found.addAll(Ledger.lost(acknowledged, database.superuser()));
            return new Outcome(acknowledged.size(), kills, found);
        }
    }

    private void write(HttpClient client, Tenant tenant) {
        while (!over) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(tenant.base() + "/Users"))
                    .timeout(Duration.ofSeconds(25))
                    .header("Authorization", "Bearer " + tenant.token())
                    .header("Content-Type", "application/scim+json")
                    .POST(BodyPublishers.ofString(USER.formatted(UUID.randomUUID())))
                    .build();
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() == 201) {
                    acknowledged.add(new JsonObject(response.body()).getString("id"));
                    Thread.sleep(rest);
                } else if (response.statusCode() == 503) {
                    Thread.sleep(20);
                } else {
                    wrong.add("answered " + response.statusCode() + " " + response.body());
                }
            } catch (IOException killed) {
                pause();
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
