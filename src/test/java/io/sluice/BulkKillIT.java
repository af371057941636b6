package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is killed in the middle of a Bulk request that nobody waits for. {@code -Dsluice.bulk.kills=10
 * -Dsluice.bulk.operations=10000} make the long form of the short one that every build runs.
 */
@Timeout(900)
@BesideOthers
class BulkKillIT {
    private static final int KILLS = Integer.getInteger("sluice.bulk.kills", 1);
    private static final int OPERATIONS = Integer.getInteger("sluice.bulk.operations", 2_000);

    /** Of four operations two create, one changes what the first created, and one deletes what the second did. */
    private static final int KINDS = 4;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String token = BearerToken.tenant();

    @TempDir
    private Path directory;

    @Test
    void everyOperationIsDoneOnceHoweverOftenTheGatewayIsKilled() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            TestDatabase.execute(
                    database.servingUrl(),
                    "SELECT sluice.tenant_ensure('acme', '\\x"
                            + HexFormat.of().formatHex(BearerAuthentication.sha256(token)) + "')");
            int port = FreePort.find();
            GatewayProcess gateway = GatewayProcess.start(database.servingUrl(), port, directory.resolve("log"));
            String job = submit(gateway.base());
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitResults(database, (long) OPERATIONS * kill / (KILLS + 1));
                gateway.kill();
                assertThat(results(database)).isLessThan(OPERATIONS);
                gateway = GatewayProcess.start(database.servingUrl(), port, directory.resolve("log"));
            }

            JsonArray results = finished(gateway.base(), job);

            gateway.close();
            assertThat(results).hasSize(OPERATIONS);
            assertThat(IntStream.range(0, OPERATIONS)
                            .mapToObj(place -> results.getJsonObject(place).getString("status"))
                            .collect(Collectors.groupingBy(status -> status, Collectors.counting())))
                    .containsOnly(
                            Map.entry("201", OPERATIONS / 2L),
                            Map.entry("200", OPERATIONS / 4L),
                            Map.entry("204", OPERATIONS / 4L));
            // One change row for each operation, and nothing that happened twice.
            assertThat(TestDatabase.query(
                            database.superuserUrl(),
                            "SELECT operation, count(*) FROM sluice.change GROUP BY operation ORDER BY operation"))
                    .containsExactly(
                            List.of("create", Integer.toString(OPERATIONS / 2)),
                            List.of("delete", Integer.toString(OPERATIONS / 4)),
                            List.of("write", Integer.toString(OPERATIONS / 4)));
            assertThat(TestDatabase.query(
                            database.superuserUrl(), "SELECT version, count(*) FROM sluice.resource GROUP BY version"))
                    .containsExactly(List.of("2", Integer.toString(OPERATIONS / 4)));
        }
    }

    private static String operations() {
        return IntStream.range(0, OPERATIONS / KINDS)
                .mapToObj(number -> """
                        {"method":"POST","path":"/Users","bulkId":"a%1$d","data":{"userName":"stays.%1$d"}},
                        {"method":"POST","path":"/Users","bulkId":"b%1$d","data":{"userName":"goes.%1$d"}},
                        {"method":"PATCH","path":"/Users/bulkId:a%1$d","data":{"Operations":[{"op":"replace","path":"title","value":"T%1$d"}]}},
                        {"method":"DELETE","path":"/Users/bulkId:b%1$d"}""".formatted(number))
                .collect(Collectors.joining(","));
    }

    private String submit(URI base) throws Exception {
        HttpResponse<String> accepted = client.send(
                request(base, "/Bulk")
                        .header("Content-Type", "application/scim+json")
                        .header("Prefer", "respond-async")
                        .POST(BodyPublishers.ofString("{\"Operations\":[" + operations() + "]}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(accepted.statusCode()).isEqualTo(202);
        return accepted.headers().firstValue("Set-Txn").orElseThrow();
    }

    private JsonArray finished(URI base, String job) throws Exception {
        while (true) {
            HttpResponse<String> answer =
                    client.send(request(base, "/Bulk/" + job).build(), BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return new JsonObject(answer.body()).getJsonArray("Operations");
            }
            assertThat(answer.statusCode()).isEqualTo(202);
            Thread.sleep(200);
        }
    }

    private HttpRequest.Builder request(URI base, String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
    }

    private static void awaitResults(TestDatabase database, long wanted) throws Exception {
        while (results(database) < wanted) {
            Thread.sleep(20);
        }
    }

    private static int results(TestDatabase database) throws Exception {
        return Integer.parseInt(TestDatabase.query(database.superuserUrl(), "SELECT count(*) FROM sluice.bulk_result")
                .getFirst()
                .getFirst());
    }
}
