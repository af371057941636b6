package io.sluice;

import static io.sluice.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.auth.BearerAuthentication;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * Bulk on two replicas over one database: who does kept requests, what is left of a request whose client or gateway leaves in the middle, and
 * when results are gone. Every PATCH takes a while, so that there is a middle.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@Timeout(60)
class BulkReplicasIT {
    private static final String SLOWLY = """
            CREATE FUNCTION public.slowly() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_sleep(0.02);
                RETURN NEW;
            END $$;
            CREATE TRIGGER slowly BEFORE UPDATE ON sluice.resource FOR EACH ROW EXECUTE FUNCTION public.slowly()""";

    /** One connection, hence one request at a time, for Bulk. */
    private static final Map<String, String> SMALL = Map.of("SLUICE_DATABASE_CONNECTIONS", "5");

    private static final int KEPT = 6;
    private static final UUID WAITING = UUID.randomUUID();
    private static final UUID OLD = UUID.randomUUID();
    private static final UUID YOUNG = UUID.randomUUID();
    private static final String FINISHED_AGO =
            "INSERT INTO sluice.bulk_job (tenant_id, job_id, operations, scopes, finished) VALUES (1, '%s', 1, '', now() - interval '%d hours');";
    private static final String RESULT =
            "INSERT INTO sluice.bulk_result (tenant_id, job_id, place, failed, result) VALUES (1, '%s', 0, FALSE, '{}');";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestDatabase database = TestDatabase.create();
    private ServerUnderTest first;
    private ServerUnderTest second;
    private Connection holder;

    @BeforeAll
    void start() throws Exception {
        superuser("SELECT sluice.tenant_ensure('under-test', '\\x"
                + HexFormat.of().formatHex(BearerAuthentication.sha256("nobody's")) + "')");
        superuser(FINISHED_AGO.formatted(OLD, 25)
                + FINISHED_AGO.formatted(YOUNG, 23)
                + RESULT.formatted(OLD)
                + RESULT.formatted(YOUNG)
                + "INSERT INTO sluice.bulk_job (tenant_id, job_id, operations, scopes, created) VALUES (1, '" + WAITING
                + "', 1, '', now() - interval '1 hour');"
                + SLOWLY);
        // Whoever looks for work passes over it.
        holder = TestDatabase.jdbc(database.superuserUrl());
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT FROM sluice.bulk_job WHERE job_id = '" + WAITING + "' FOR UPDATE");
        }
        first = ServerUnderTest.start(database.servingUrl(), SMALL);
        second = ServerUnderTest.start(database.servingUrl(), SMALL);
    }

    @AfterAll
    void stop() {
        second.close();
        first.close();
        database.close();
    }

    @Test
    @Order(1)
    void metersTellWhatWaitsAndForHowLong() throws Exception {
        eventually(() -> second.metrics().sum("sluice_bulk_jobs{state=\"waiting\"}") == 1);

        assertThat(second.metrics().sum("sluice_bulk_job_wait_seconds")).isBetween(3_600.0, 3_700.0);
        assertThat(second.metrics().sum("sluice_bulk_jobs{state=\"running\"}")).isZero();
        try (Statement statement = holder.createStatement()) {
            statement.execute("DELETE FROM sluice.bulk_job WHERE job_id = '" + WAITING + "'");
        }
        holder.commit();
        holder.close();
    }

    @Test
    @Order(2)
    void resultsAreGoneAfterTheirTimeAndNotBefore() throws Exception {
        eventually(() -> state(first, OLD.toString()).statusCode() != 200);

        HttpResponse<String> gone = state(first, OLD.toString());
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(gone.body()).getJsonArray("schemas"))
                .containsExactly("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(query("SELECT count(*) FROM sluice.bulk_result WHERE job_id = '" + OLD + "'"))
                .isEqualTo("0");
        assertThat(state(first, YOUNG.toString()).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void twoReplicasDoEveryKeptRequestOnce() throws Exception {
        int patches = 8;
        List<String> users = new ArrayList<>();
        List<String> jobs = new ArrayList<>();
        for (int number = 0; number < KEPT; number++) {
            users.add(user());
            jobs.add(keep(number % 2 == 0 ? first : second, patches(users.getLast(), patches)));
        }

        for (int number = 0; number < jobs.size(); number++) {
            JsonArray results = finished(first, jobs.get(number));
            assertThat(statuses(results)).isEqualTo(Collections.nCopies(patches, "200"));
            assertThat(finished(second, jobs.get(number))).isEqualTo(results);
            assertWritten(users.get(number), patches);
        }
        assertThat(query("SELECT count(DISTINCT runner) FROM sluice.bulk_job WHERE job_id IN ('"
                        + String.join("', '", jobs) + "')"))
                .isEqualTo("2");
        assertThat(first.metrics().sum("sluice_bulk_job_runs_total{outcome=\"done\"}")
                        + second.metrics().sum("sluice_bulk_job_runs_total{outcome=\"done\"}"))
                .isEqualTo(KEPT);
    }

    @Test
    @Order(4)
    void whatHasNotBegunWhenTheClientLeavesIsNotBegun() throws Exception {
        String user = user();
        int patches = 100;
        CompletableFuture<HttpResponse<String>> leaving = send(first, patches(user, patches));
        eventually(() -> writes(user) >= 3);

        leaving.cancel(true);

        eventually(() -> first.metrics().sum("sluice_bulk_requests{state=\"running\"}") == 0);
        int written = writes(user);
        assertThat(written).isLessThan(patches);
        Thread.sleep(200);
        assertThat(writes(user)).isEqualTo(written);
    }

    @Test
    @Order(5)
    void aRequestWhoseClientLeavesBeforeItsTurnWaitsNoLonger() throws Exception {
        CompletableFuture<HttpResponse<String>> busy = send(first, patches(user(), 100));
        eventually(() -> first.metrics().sum("sluice_bulk_requests{state=\"running\"}") == 1);
        String user = user();
        CompletableFuture<HttpResponse<String>> leaving = send(first, patches(user, 1));
        eventually(() -> first.metrics().sum("sluice_bulk_requests{state=\"waiting\"}") == 1);

        leaving.cancel(true);

        eventually(() -> first.metrics().sum("sluice_bulk_requests{state=\"waiting\"}") == 0);
        assertThat(busy.isDone()).as("its turn had not come").isFalse();
        assertThat(statuses(operations(busy.get()))).containsOnly("200");
        assertThat(writes(user)).isZero();
    }

    /** Last, since one of the two is gone then. */
    @Test
    @Order(6)
    void aReplicaThatStopsAnswersTruthfullyAndLeavesKeptRequestsToTheOther() throws Exception {
        int patches = 100;
        List<String> users = List.of(user(), user());
        // Each replica takes one.
        List<String> jobs =
                List.of(keep(second, patches(users.get(0), patches)), keep(first, patches(users.get(1), patches)));
        eventually(() -> writes(users.get(0)) > 0 && writes(users.get(1)) > 0);
        String waitedFor = user();
        String neverBegun = user();
        CompletableFuture<HttpResponse<String>> running = send(first, patches(waitedFor, patches));
        eventually(() -> writes(waitedFor) > 0);
        CompletableFuture<HttpResponse<String>> waiting = send(first, patches(neverBegun, 1));
        eventually(() -> first.metrics().sum("sluice_bulk_requests{state=\"waiting\"}") == 1);

        first.close();

        List<String> statuses = statuses(operations(running.get()));
        int done = Collections.frequency(statuses, "200");
        assertThat(done).as("stopped in the middle").isBetween(1, patches - 1);
        assertThat(statuses)
                .as("done up to somewhere, and refused from there")
                .isEqualTo(IntStream.range(0, patches)
                        .mapToObj(place -> place < done ? "200" : "503")
                        .toList());
        assertWritten(waitedFor, done);
        assertThat(waiting.get().statusCode()).isEqualTo(503);
        assertThat(waiting.get().headers().firstValue("Retry-After")).isPresent();
        assertThat(writes(neverBegun)).isZero();
        assertThat(writes(users.get(0)) + writes(users.get(1)))
                .as("kept requests in the middle, too")
                .isLessThan(2 * patches);
        superuser("DROP TRIGGER slowly ON sluice.resource");
        for (int number = 0; number < jobs.size(); number++) {
            assertThat(statuses(finished(second, jobs.get(number)))).isEqualTo(Collections.nCopies(patches, "200"));
            assertWritten(users.get(number), patches);
        }
        assertThat(refusals(waitedFor)).as("in the provisioning log").isEqualTo(patches - done);
        assertThat(refusals(users.get(0)) + refusals(users.get(1)))
                .as("nothing was refused that was only left to the other")
                .isZero();
    }

    private void assertWritten(String user, int patches) throws SQLException {
        assertThat(query("SELECT version FROM sluice.resource WHERE id = '" + user + "'"))
                .isEqualTo(Integer.toString(1 + patches));
        assertThat(writes(user)).isEqualTo(patches);
    }

    private int writes(String user) throws SQLException {
        return Integer.parseInt(
                query("SELECT count(*) FROM sluice.change WHERE operation = 'write' AND resource_id = '" + user + "'"));
    }

    private int refusals(String user) throws SQLException {
        return Integer.parseInt(
                query("SELECT coalesce(sum(times), 0) FROM sluice.refusal WHERE resource_id = '" + user + "'"));
    }

    private String user() throws Exception {
        HttpResponse<String> made = client.send(
                request(second, "/Users")
                        .POST(BodyPublishers.ofString(
                                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\""
                                        + UUID.randomUUID() + "\"}"))
                        .build(),
                BodyHandlers.ofString());
        return new JsonObject(made.body()).getString("id");
    }

    private static String patches(String user, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> """
                        {"method":"PATCH","path":"/Users/%s","data":{"Operations":[{"op":"replace","path":"title","value":"T%d"}]}}""".formatted(user, number))
                .collect(Collectors.joining(",", "{\"Operations\":[", "]}"));
    }

    private CompletableFuture<HttpResponse<String>> send(ServerUnderTest server, String body) {
        return client.sendAsync(
                request(server, "/Bulk").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private String keep(ServerUnderTest server, String body) throws Exception {
        HttpResponse<String> accepted = client.send(
                request(server, "/Bulk")
                        .header("Prefer", "respond-async")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(accepted.statusCode()).isEqualTo(202);
        return accepted.headers().firstValue("Set-Txn").orElseThrow();
    }

    private JsonArray finished(ServerUnderTest server, String job) throws Exception {
        eventually(() -> state(server, job).statusCode() == 200);
        return operations(state(server, job));
    }

    private HttpResponse<String> state(ServerUnderTest server, String job) throws Exception {
        return client.send(request(server, "/Bulk/" + job).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(ServerUnderTest server, String path) {
        return HttpRequest.newBuilder(URI.create(server.tenant().base() + path))
                .header("Authorization", "Bearer " + server.tenant().token())
                .header("Content-Type", "application/scim+json");
    }

    private static JsonArray operations(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonArray("Operations");
    }

    private static List<String> statuses(JsonArray results) {
        return results.stream()
                .map(result -> ((JsonObject) result).getString("status"))
                .toList();
    }

    private void superuser(String sql) throws SQLException {
        TestDatabase.execute(database.superuserUrl(), sql);
    }

    private String query(String sql) throws SQLException {
        return TestDatabase.query(database.superuserUrl(), sql).getFirst().getFirst();
    }
}
