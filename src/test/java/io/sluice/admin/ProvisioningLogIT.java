package io.sluice.admin;

import static io.sluice.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayUnderTest;
import io.sluice.admin.AdminUnderTest.Tenant;
import io.sluice.config.BearerToken;
import io.sluice.scim.Reason;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ProvisioningLogIT {
    @RegisterExtension
    final AdminUnderTest admin = new AdminUnderTest();

    @Test
    void aChangeTellsWhoMadeItForWhichRequestAndWhatIsCalledHowButNoValue() {
        Tenant tenant = admin.newTenant();
        HttpResponse<String> made = admin.scim(
                tenant,
                "POST",
                "/Users",
                "{\"userName\":\"secret-ada\",\"title\":\"secret-title\","
                        + "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"secret\"}}");
        String id = new JsonObject(made.body()).getString("id");
        HttpResponse<String> patched = admin.scim(
                tenant,
                "PATCH",
                "/Users/" + id,
                "{\"Operations\":[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"secret-name\"},"
                        + "{\"op\":\"remove\",\"path\":\"title\"},{\"op\":\"replace\",\"path\":"
                        + "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department\",\"value\":\"secret-2\"}]}");
        admin.scim(
                tenant, "POST", "/Groups", "{\"displayName\":\"secret-g\",\"members\":[{\"value\":\"" + id + "\"}]}");
        admin.scim(tenant, "DELETE", "/Users/" + id, "");

        List<JsonObject> changes = changes(tenant, "");

        assertThat(changes)
                .extracting(change -> change.getString("operation"))
                .containsExactly("create", "write", "create", "write", "delete");
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.getString("credential"))
                    .isEqualTo(BearerToken.id(tenant.secret()).orElseThrow().toString());
            assertThat(change.encode()).doesNotContain("secret");
        });
        assertThat(changes.get(0).getString("request")).isEqualTo(requestId(made));
        assertThat(changes.get(1).getString("request")).isEqualTo(requestId(patched));
        assertThat(changes.get(0).getJsonArray("attributes"))
                .contains("userName", "title", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department");
        assertThat(changes.get(1).getJsonArray("attributes"))
                .containsExactlyInAnyOrder(
                        "displayName",
                        "title",
                        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department");
        assertThat(changes.get(2).getJsonArray("attributes")).containsExactly("displayName", "members");
        assertThat(changes.get(2).getInteger("membersAdded")).isEqualTo(1);
        assertThat(changes.get(3).getJsonArray("attributes")).containsExactly("members");
        assertThat(changes.get(4).getJsonArray("attributes")).isEmpty();
    }

    /** Edits of one resource wait for one another on an event loop, and a credential is looked up once for many: each keeps its own author. */
    @Test
    void everyOneOfManyEditsAtOnceIsLoggedForItsOwnRequestAndCredential() throws Exception {
        Tenant tenant = admin.newTenant();
        String second = admin.json(201, "POST", tenant.path("/tokens"), "").getString("secret");
        String id = create(tenant, "ada");
        Map<Long, String> expected = new HashMap<>();
        List<Callable<HttpResponse<String>>> edits = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            Tenant as = number % 2 == 0 ? tenant : new Tenant(tenant.name(), second);
            String body = "{\"Operations\":[{\"op\":\"replace\",\"path\":\"title\",\"value\":\"t" + number + "\"}]}";
            edits.add(() -> admin.scim(as, "PATCH", "/Users/" + id, body));
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            List<Future<HttpResponse<String>>> answers = clients.invokeAll(edits);
            for (int number = 0; number < answers.size(); number++) {
                HttpResponse<String> answer = answers.get(number).get();
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                String secret = number % 2 == 0 ? tenant.secret() : second;
                expected.put(
                        version(answer),
                        requestId(answer) + " " + BearerToken.id(secret).orElseThrow());
            }
        }

        Map<Long, String> logged = new HashMap<>();
        changes(tenant, "?count=1000").stream()
                .filter(change -> change.getString("operation").equals("write"))
                .forEach(change -> logged.put(
                        change.getLong("version"), change.getString("request") + " " + change.getString("credential")));
        assertThat(logged).isEqualTo(expected).hasSize(60);
    }

    @Test
    void aReaderByCursorMissesNoChangeThatIsCommittedLate() throws Exception {
        Tenant tenant = admin.newTenant();
        create(tenant, "first");
        String seen = page(tenant, "").getString("cursor");
        try (Connection late = TestDatabase.jdbc(GatewayUnderTest.database().servingUrl());
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("SELECT * FROM sluice.resource_create(" + admin.tenantId(tenant)
                    + ", 'User', gen_random_uuid(), 'late', NULL, NULL, '{}', '{}', '{}', '{}', '{}')");
            create(tenant, "early");

            assertThat(page(tenant, "?cursor=" + seen).getJsonArray("changes")).isEmpty();
            assertThat(page(tenant, "?cursor=" + seen).getString("cursor")).isEqualTo(seen);
            late.commit();
        }
        List<String> resources = new ArrayList<>();
        String cursor = "";
        for (JsonObject page = page(tenant, "?count=1");
                !page.getJsonArray("changes").isEmpty();
                page = page(tenant, "?count=1&cursor=" + cursor)) {
            resources.add(page.getJsonArray("changes").getJsonObject(0).getString("resource"));
            cursor = page.getString("cursor");
        }
        assertThat(resources).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aRefusalIsLoggedWithItsReasonAndNoValue() throws Exception {
        Tenant tenant = admin.newTenant();
        String id = create(tenant, "secret-ada");
        HttpResponse<String> taken = admin.scim(tenant, "POST", "/Users", "{\"userName\":\"secret-ADA\"}");
        admin.scim(tenant, "DELETE", "/Users/" + UUID.randomUUID(), "");
        admin.scim(tenant, "GET", "/Users/" + UUID.randomUUID(), "");
        admin.scim(
                tenant,
                "PATCH",
                "/Users/" + id,
                "{\"Operations\":[{\"op\":\"replace\",\"path\":\"no-such\",\"value\":\"x\"}]}");
        admin.scim(tenant, "GET", "/Users?filter=secret", "");

        List<JsonObject> entries = log(tenant, "", 5);

        assertThat(entries)
                .extracting(entry -> entry.getString("operation") + " " + entry.getString("type") + " "
                        + entry.getInteger("status") + " " + entry.getString("reason"))
                .containsExactly(
                        "list User 400 invalid_filter",
                        "patch User 400 invalid_path",
                        "delete User 404 not_found",
                        "create User 409 uniqueness",
                        "create User 201 done");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.encode()).doesNotContainIgnoringCase("secret");
            assertThat(entry.getString("credential"))
                    .isEqualTo(BearerToken.id(tenant.secret()).orElseThrow().toString());
        });
        JsonObject refused = entries.get(3);
        assertThat(refused.getString("request")).isEqualTo(requestId(taken));
        assertThat(refused.getString("scimType")).isEqualTo("uniqueness");
        assertThat(refused.getString("detail")).isEqualTo(new JsonObject(taken.body()).getString("detail"));
        assertThat(log(tenant, "?resource=" + id, 2))
                .extracting(entry -> entry.getString("reason"))
                .containsExactly("invalid_path", "done");
        assertThat(log(tenant, "?reason=uniqueness", 1)).hasSize(1);
        assertThat(log(tenant, "?until=2020-01-01T00:00:00Z", 0)).isEmpty();
        JsonObject newest = admin.json(200, "GET", tenant.path("/log?count=2"), "");
        assertThat(admin.json(200, "GET", tenant.path("/log?cursor=" + newest.getString("cursor")), "")
                        .getJsonArray("entries"))
                .hasSize(3);
    }

    @Test
    void aFloodThatIsRefusedIsAFewLinesThatTellHowManyTimes() throws Exception {
        Tenant tenant = admin.newTenant();
        admin.json(200, "PUT", tenant.path("/limits"), "{\"perSecond\":1,\"burst\":1,\"inFlight\":1}");
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            Callable<HttpResponse<String>> create =
                    () -> admin.scim(tenant, "POST", "/Users", "{\"userName\":\"" + UUID.randomUUID() + "\"}");
            // Event loops hear of the limits a little later.
            eventually(() -> {
                for (Future<HttpResponse<String>> answer : clients.invokeAll(Collections.nCopies(100, create))) {
                    refused.addAndGet(answer.get().statusCode() == 429 ? 1 : 0);
                }
                return refused.get() > 200;
            });
        }

        eventually(() -> times(tenant) == refused.get());

        // Two event loops at most, each writes twice a second.
        assertThat(log(tenant, "?count=1000", 1))
                .filteredOn(entry -> entry.getInteger("status") == 429)
                .hasSizeLessThan(refused.get() / 4);
    }

    private int times(Tenant tenant) throws InterruptedException {
        return log(tenant, "?count=1000&reason=rate_limited", 1).stream()
                .filter(entry -> entry.getString("operation").equals("create"))
                .mapToInt(entry -> entry.getInteger("times", 1))
                .sum();
    }

    @Test
    void operationsOfBulkAreLoggedLikeSingleRequests() throws Exception {
        Tenant tenant = admin.newTenant();
        HttpResponse<String> answer = admin.scim(
                tenant,
                "POST",
                "/Bulk",
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                        + "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"a\",\"data\":{\"userName\":\"a\"}},"
                        + "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"b\",\"data\":{\"userName\":\"A\"}},"
                        + "{\"method\":\"DELETE\",\"path\":\"/Groups/" + UUID.randomUUID() + "\"}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

        List<JsonObject> entries = log(tenant, "", 3);

        assertThat(entries)
                .extracting(entry ->
                        entry.getString("operation") + " " + entry.getString("type") + " " + entry.getString("reason"))
                .containsExactlyInAnyOrder("create User done", "create User uniqueness", "delete Group not_found");
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.getString("request")).isEqualTo(requestId(answer)));
        assertThat(changes(tenant, "").getFirst().getJsonArray("attributes")).containsExactly("userName");
    }

    @Test
    void oldRefusalsAreRemovedSomeAtATimeAndTheRestStays() throws Exception {
        Tenant tenant = admin.newTenant();
        create(tenant, "kept");
        String id = admin.tenantId(tenant);
        TestDatabase.execute(
                GatewayUnderTest.database().superuserUrl(),
                "INSERT INTO sluice.refusal (tenant_id, at, operation, type, status, scim_type, reason, detail) SELECT "
                        + id + ", now() - n * interval '20 days', 'create', 'User', 409, '', 'conflict', ''"
                        + " FROM generate_series(1, 4) n");
        int calls = 0;
        while (TestDatabase.query(GatewayUnderTest.database().servingUrl(), "SELECT sluice.refusal_expire(30, 2)")
                .equals(List.of(List.of("t")))) {
            calls++;
        }

        assertThat(calls).isEqualTo(2);
        assertThat(log(tenant, "", 2))
                .extracting(entry -> entry.getString("reason"))
                .containsExactly("done", "conflict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changes?cursor=x",
                "changes?count=0",
                "changes?count=1001",
                "changes?count=-1",
                "log?cursor=MS4y.",
                "log?since=yesterday",
                "log?resource=ada",
                "log?count=many"
            })
    void refusesWhatIsNoQuestion(String question) {
        admin.json(400, "GET", admin.newTenant().path("/" + question), "");
    }

    @Test
    void theReadmeListsEveryReason() throws Exception {
        assertThat(Files.readAllLines(Path.of("README.md")))
                .containsSequence(
                        Arrays.stream(Reason.values()).map(Reason::row).toList());
    }

    private List<JsonObject> changes(Tenant tenant, String query) {
        return objects(page(tenant, query).getJsonArray("changes"));
    }

    private JsonObject page(Tenant tenant, String query) {
        return admin.json(200, "GET", tenant.path("/changes" + query), "");
    }

    /** Refusals come a little later. */
    private List<JsonObject> log(Tenant tenant, String query, int expected) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        List<JsonObject> entries;
        do {
            entries = objects(
                    admin.json(200, "GET", tenant.path("/log" + query), "").getJsonArray("entries"));
            Thread.sleep(20);
        } while (entries.size() < expected && System.nanoTime() < end);
        return entries;
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private String create(Tenant tenant, String userName) {
        HttpResponse<String> answer = admin.scim(tenant, "POST", "/Users", "{\"userName\":\"" + userName + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body()).getString("id");
    }

    private static String requestId(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static long version(HttpResponse<String> answer) {
        return Long.parseLong(answer.headers().firstValue("ETag").orElseThrow().replaceAll("[^0-9]", ""));
    }
}
