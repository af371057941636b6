package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.admin.AdminUnderTest.Tenant;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HoldIT {
    private static final int THRESHOLD = 20;
    private static final String DISABLE = "{\"Operations\":[{\"op\":\"replace\",\"path\":\"active\",\"value\":false}]}";

    @RegisterExtension
    final AdminUnderTest admin = new AdminUnderTest();

    @Test
    void withoutAHoldEverybodyCanBeDisabled() {
        Tenant tenant = admin.newTenant();

        users(tenant, THRESHOLD + 2)
                .forEach(user -> assertThat(disable(tenant, user)).isEqualTo(200));
        assertThat(admin.json(200, "GET", tenant.path("/hold"), "")).isEqualTo(JsonObject.of("enabled", false));
    }

    @Test
    void beyondTheThresholdNothingIsTakenAwayUntilItIsAllowed() throws Exception {
        Tenant tenant = held();
        List<String> users = users(tenant, THRESHOLD + 5);
        String group = group(tenant, users);
        users.subList(0, THRESHOLD)
                .forEach(user -> assertThat(disable(tenant, user)).isEqualTo(200));
        String next = users.get(THRESHOLD);

        HttpResponse<String> refused = admin.scim(tenant, "PATCH", "/Users/" + next, DISABLE);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(new JsonObject(refused.body()).getJsonArray("schemas"))
                .containsExactly("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(admin.scim(tenant, "DELETE", "/Users/" + next, "").statusCode())
                .isEqualTo(503);
        assertThat(admin.scim(tenant, "DELETE", "/Groups/" + group, "").statusCode())
                .isEqualTo(503);
        assertThat(body(tenant, "/Users/" + next).getBoolean("active")).isTrue();
        assertThat(users(tenant, 1)).hasSize(1);
        assertThat(admin.scim(
                                tenant,
                                "PATCH",
                                "/Users/" + next,
                                DISABLE.replace("active", "title").replace("false", "\"Dr\""))
                        .statusCode())
                .isEqualTo(200);
        JsonObject hold = admin.json(200, "GET", tenant.path("/hold"), "");
        assertThat(hold.getString("state")).isEqualTo("held");
        assertThat(hold.getInteger("users")).isEqualTo(THRESHOLD);
        assertThat(reasons(tenant)).contains("deprovisioning_held");

        admin.json(200, "POST", tenant.path("/hold/decision"), "{\"allow\":true}");

        users.subList(THRESHOLD, users.size())
                .forEach(user -> assertThat(disable(tenant, user)).isEqualTo(200));
        admin.json(409, "POST", tenant.path("/hold/decision"), "{\"allow\":true}");
    }

    @Test
    void whatIsRejectedIsRefusedForGoodAndCountedAnewAfterwards() throws Exception {
        Tenant tenant = held();
        List<String> users = users(tenant, THRESHOLD + 2);
        users.subList(0, THRESHOLD).forEach(user -> disable(tenant, user));
        assertThat(disable(tenant, users.get(THRESHOLD))).isEqualTo(503);

        admin.json(200, "POST", tenant.path("/hold/decision"), "{\"allow\":false}");

        assertThat(disable(tenant, users.get(THRESHOLD))).isEqualTo(403);
        fortyMinutesLater(tenant);
        assertThat(disable(tenant, users.get(THRESHOLD))).isEqualTo(200);
        assertThat(admin.json(200, "GET", tenant.path("/hold"), "").getString("state"))
                .isEqualTo("armed");
    }

    @Test
    void noneOfManyAtOnceSlipsThrough() throws Exception {
        Tenant tenant = held();
        List<Callable<Integer>> requests = new ArrayList<>();
        users(tenant, 2 * THRESHOLD).forEach(user -> requests.add(() -> disable(tenant, user)));
        int done = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            for (Future<Integer> answer : clients.invokeAll(requests)) {
                done += answer.get() == 200 ? 1 : 0;
            }
        }

        assertThat(done).isEqualTo(THRESHOLD);
    }

    @Test
    void deactivationsOverTwoGatewaysAreCountedTogetherAndADecisionHoldsOnBoth() throws Exception {
        Tenant tenant = held();
        List<String> users = users(tenant, 2 * THRESHOLD + 4);
        try (GatewayInstance first = replica();
                GatewayInstance second = replica()) {
            List<Callable<Integer>> requests = new ArrayList<>();
            for (int number = 0; number < 2 * THRESHOLD; number++) {
                URI gateway = number % 2 == 0 ? first.base() : second.base();
                String user = users.get(number);
                requests.add(() -> disable(gateway, tenant, user));
            }
            List<Integer> statuses = new ArrayList<>();
            try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
                for (Future<Integer> answer : clients.invokeAll(requests)) {
                    statuses.add(answer.get());
                }
            }
            assertThat(statuses).containsOnly(200, 503);
            assertThat(Collections.frequency(statuses, 200)).isEqualTo(THRESHOLD);
            List<String> rest = users.subList(2 * THRESHOLD, users.size());
            assertThat(disable(first.base(), tenant, rest.get(0))).isEqualTo(503);
            assertThat(disable(second.base(), tenant, rest.get(0))).isEqualTo(503);

            admin.json(200, "POST", tenant.path("/hold/decision"), "{\"allow\":false}");

            assertThat(disable(first.base(), tenant, rest.get(0))).isEqualTo(403);
            assertThat(disable(second.base(), tenant, rest.get(0))).isEqualTo(403);
            fortyMinutesLater(tenant);
            IntStream.range(0, statuses.size())
                    .filter(number -> statuses.get(number) == 503)
                    .forEach(number -> assertThat(
                                    disable(number % 2 == 0 ? second.base() : first.base(), tenant, users.get(number)))
                            .isEqualTo(200));
            assertThat(disable(second.base(), tenant, rest.get(0))).isEqualTo(503);

            admin.json(200, "POST", tenant.path("/hold/decision"), "{\"allow\":true}");

            assertThat(disable(first.base(), tenant, rest.get(0))).isEqualTo(200);
            assertThat(disable(second.base(), tenant, rest.get(1))).isEqualTo(200);
        }
    }

    @Test
    void operationsOfBulkAreHeldUpOneByOne() {
        Tenant tenant = held();
        JsonArray operations = new JsonArray();
        users(tenant, THRESHOLD + 3)
                .forEach(user -> operations.add(JsonObject.of("method", "DELETE", "path", "/Users/" + user)));

        JsonObject answer = new JsonObject(admin.scim(
                        tenant,
                        "POST",
                        "/Bulk",
                        JsonObject.of(
                                        "schemas",
                                        JsonArray.of("urn:ietf:params:scim:api:messages:2.0:BulkRequest"),
                                        "Operations",
                                        operations)
                                .encode())
                .body());

        assertThat(answer.getJsonArray("Operations").stream()
                        .map(result -> ((JsonObject) result).getString("status"))
                        .filter("204"::equals))
                .hasSize(THRESHOLD);
        assertThat(answer.encode()).contains("\"503\"");
    }

    @Test
    void aUserWhoLeavesTheLastGroupCountsAndOneWhoHasAnotherDoesNot() {
        Tenant tenant = held();
        List<String> users = users(tenant, THRESHOLD + 1);
        String one = group(tenant, users);
        String other = group(tenant, users);
        String none = "{\"Operations\":[{\"op\":\"replace\",\"path\":\"members\",\"value\":[]}]}";

        assertThat(admin.scim(tenant, "PATCH", "/Groups/" + one, none).statusCode())
                .isEqualTo(204);
        assertThat(admin.scim(tenant, "PATCH", "/Groups/" + other, none).statusCode())
                .isEqualTo(503);
        assertThat(body(tenant, "/Groups/" + other).getJsonArray("members")).hasSize(THRESHOLD + 1);
        for (String user : users.subList(0, THRESHOLD)) {
            assertThat(body(tenant, "/Users/" + user).getJsonArray("groups")).hasSize(1);
        }
    }

    @Test
    void aTenthOfALargeTenantsUsersMayGo() {
        Tenant tenant = held();
        List<String> users = users(tenant, 250);

        users.subList(0, 25).forEach(user -> assertThat(disable(tenant, user)).isEqualTo(200));
        assertThat(disable(tenant, users.get(25))).isEqualTo(503);
    }

    private Tenant held() {
        Tenant tenant = admin.newTenant();
        admin.json(200, "PUT", tenant.path("/hold"), "{\"enabled\":true}");
        return tenant;
    }

    private static GatewayInstance replica() throws Exception {
        return GatewayInstance.start(GatewayUnderTest.database().servingUrl(), 0);
    }

    private void fortyMinutesLater(Tenant tenant) throws SQLException {
        TestDatabase.execute(
                GatewayUnderTest.database().superuserUrl(),
                "UPDATE sluice.deprovisioning_hold SET since = since - interval '40 minutes' WHERE tenant_id = "
                        + admin.tenantId(tenant));
    }

    private int disable(Tenant tenant, String user) {
        return admin.scim(tenant, "PATCH", "/Users/" + user, DISABLE).statusCode();
    }

    private int disable(URI gateway, Tenant tenant, String user) {
        return admin.scim(gateway, tenant, "PATCH", "/Users/" + user, DISABLE).statusCode();
    }

    private List<String> users(Tenant tenant, int count) {
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String body = "{\"userName\":\"" + java.util.UUID.randomUUID() + "\",\"active\":true}";
            ids.add(new JsonObject(admin.scim(tenant, "POST", "/Users", body).body()).getString("id"));
        }
        return ids;
    }

    private String group(Tenant tenant, List<String> members) {
        JsonArray values = new JsonArray();
        members.forEach(member -> values.add(JsonObject.of("value", member)));
        JsonObject group =
                JsonObject.of("displayName", java.util.UUID.randomUUID().toString(), "members", values);
        return new JsonObject(
                        admin.scim(tenant, "POST", "/Groups", group.encode()).body())
                .getString("id");
    }

    private JsonObject body(Tenant tenant, String path) {
        return new JsonObject(admin.scim(tenant, "GET", path, "").body());
    }

    private List<String> reasons(Tenant tenant) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        List<String> reasons;
        do {
            Thread.sleep(50);
            reasons = admin.json(200, "GET", tenant.path("/log?count=10"), "").getJsonArray("entries").stream()
                    .map(entry -> ((JsonObject) entry).getString("reason"))
                    .toList();
        } while (!reasons.contains("deprovisioning_held") && System.nanoTime() < end);
        return reasons;
    }
}
