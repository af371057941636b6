package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.admin.AdminUnderTest.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attributes that a tenant declares to match by, built while others write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class MatchingAttributesIT {
    private static final String BADGE = "urn:example:params:scim:schemas:extension:2.0:Badge";
    private static final String BADGE_SCHEMA = """
            {"id":"%s","name":"Badge","attributes":[{"name":"number","type":"integer"},{"name":"night","type":"boolean"}]}""".formatted(BADGE);
    private static final String NUMBER = BADGE + ":number";
    private static final List<String> DECLARED = List.of(NUMBER, BADGE + ":night", "phoneNumbers");

    @RegisterExtension
    final AdminUnderTest admin = new AdminUnderTest();

    /** What a user has, as the writers know it. */
    private record Badge(int number, boolean night, String phone) {
        static Badge of(Random random) {
            return new Badge(random.nextInt(40) - 20, random.nextBoolean(), "+1 " + random.nextInt(20));
        }

        String body(String userName) {
            return """
                    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","%1$s"],"userName":"%2$s",
                     "phoneNumbers":[{"value":"%3$s","type":"work"}],"%1$s":{"number":%4$d,"night":%5$s}}""".formatted(BADGE, userName, phone, number, night);
        }
    }

    @Test
    void valuesWrittenBeforeDuringAndAfterTheBuildAreAllFound() throws Exception {
        Tenant tenant = withBadge();
        Map<String, Badge> users = new ConcurrentHashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 30; i++) {
            create(tenant, users, "early-" + i, random);
        }
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(tenant, users, writer, writing)));
            }
            for (String attribute : DECLARED) {
                assertThat(declare(tenant, attribute).getString("state")).isEqualTo("building");
            }
            untilReady(tenant);
            // The gateway follows, and what it wrote meanwhile without knowing is made good.
            Thread.sleep(2_500);
            writing.set(false);
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        create(tenant, users, "late", random);
        while (admin.index()) {}

        for (int number = -20; number < 20; number++) {
            int asked = number;
            assertThat(found(tenant, NUMBER + " eq " + number))
                    .isEqualTo(count(users, badge -> badge.number() == asked));
        }
        assertThat(found(tenant, NUMBER + " gt -3")).isEqualTo(count(users, badge -> badge.number() > -3));
        assertThat(found(tenant, BADGE + ":night eq true")).isEqualTo(count(users, Badge::night));
        assertThat(found(tenant, "phoneNumbers[type eq \"work\" and value eq \"+1 7\"]"))
                .isEqualTo(count(users, badge -> badge.phone().equals("+1 7")));
        assertThat(found(tenant, "phoneNumbers.value sw \"+1 1\""))
                .isEqualTo(count(users, badge -> badge.phone().startsWith("+1 1")));
        assertThat(sorted(tenant))
                .isEqualTo(users.values().stream().map(Badge::number).sorted().toList());
        assertThat(rows(tenant)).isEqualTo(3 * users.size());
    }

    @Test
    void oneThatIsReadyIsAskedInTheIndexAndOneThatIsRemovedLeavesNothing() throws Exception {
        Tenant tenant = withBadge();
        Map<String, Badge> users = new ConcurrentHashMap<>();
        create(tenant, users, "ada", new Random(2));
        int number = Objects.requireNonNull(users.get("ada")).number();
        declare(tenant, NUMBER);
        untilReady(tenant);
        Thread.sleep(2_500);

        assertThat(found(tenant, NUMBER + " eq " + number)).isEqualTo(1);
        // It is the row that is found, not the document.
        AdminUnderTest.superuser("UPDATE sluice.search_value SET value = '7' WHERE attribute >= 100 AND tenant_id = "
                + admin.tenantId(tenant) + " RETURNING 1");
        assertThat(found(tenant, NUMBER + " eq " + number)).isZero();
        assertThat(admin.json(200, "GET", path(tenant, NUMBER), "").getString("state"))
                .isEqualTo("ready");
        HttpResponse<String> used = admin.send("DELETE", tenant.path("/resource-types/User"), "");
        assertThat(used.statusCode()).isEqualTo(400);
        assertThat(used.body()).contains(NUMBER);

        admin.json(204, "DELETE", path(tenant, NUMBER), "");
        while (admin.index()) {}

        assertThat(rows(tenant)).isZero();
        admin.json(404, "GET", path(tenant, NUMBER), "");
        assertThat(admin.json(200, "GET", tenant.path("/matching-attributes"), "")
                        .getJsonArray("matchingAttributes"))
                .isEmpty();
        Thread.sleep(2_500);
        assertThat(found(tenant, NUMBER + " eq " + number)).isEqualTo(1);
    }

    @Test
    void aValueTooLongForAnIndexFailsTheBuildAndIsNamed() throws Exception {
        Tenant tenant = admin.newTenant();
        assertThat(admin.scim(tenant, "POST", "/Users", "{\"userName\":\"u\",\"title\":\"" + "x".repeat(2_500) + "\"}")
                        .statusCode())
                .isEqualTo(201);
        declare(tenant, "title");

        JsonObject failed = admin.json(200, "GET", path(tenant, "title"), "");
        while (failed.getString("state").equals("building")) {
            admin.index();
            failed = admin.json(200, "GET", path(tenant, "title"), "");
        }

        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getString("detail")).contains("title").contains("2400");
        assertThat(found(tenant, "title sw \"xxx\"")).isEqualTo(1);
        assertThat(declare(tenant, "title").getString("state")).isEqualTo("building");
    }

    @Test
    void whatCannotBeMatchedByIsRefused() {
        Tenant tenant = admin.newTenant();

        admin.json(400, "PUT", path(tenant, "userName"), "");
        admin.json(400, "PUT", path(tenant, "no such"), "");
        admin.json(400, "PUT", path(tenant, "name"), "");
        admin.json(404, "PUT", tenant.path("/matching-attributes/Room/code"), "");
        admin.json(404, "DELETE", path(tenant, "title"), "");
    }

    private Tenant withBadge() {
        Tenant tenant = admin.newTenant();
        admin.json(200, "PUT", tenant.path("/schemas/" + BADGE), BADGE_SCHEMA);
        admin.json(
                200,
                "PUT",
                tenant.path("/resource-types/User"),
                "{\"schemaExtensions\":[{\"schema\":\"%s\"}]}".formatted(BADGE));
        return tenant;
    }

    private JsonObject declare(Tenant tenant, String attribute) {
        return admin.json(200, "PUT", path(tenant, attribute), "");
    }

    private static String path(Tenant tenant, String attribute) {
        return tenant.path("/matching-attributes/User/" + encoded(attribute));
    }

    private void untilReady(Tenant tenant) throws Exception {
        boolean ready = false;
        while (!ready) {
            admin.index();
            ready =
                    admin
                            .json(200, "GET", tenant.path("/matching-attributes"), "")
                            .getJsonArray("matchingAttributes")
                            .stream()
                            .allMatch(attribute ->
                                    ((JsonObject) attribute).getString("state").equals("ready"));
        }
    }

    private void write(Tenant tenant, Map<String, Badge> users, int writer, AtomicBoolean writing) {
        Random random = new Random(writer);
        for (int i = 0; writing.get(); i++) {
            if (i % 3 == 0) {
                create(tenant, users, "during-" + writer + "-" + i, random);
            } else {
                change(tenant, users, "early-" + (3 * random.nextInt(10) + writer), Badge.of(random));
            }
        }
    }

    private void create(Tenant tenant, Map<String, Badge> users, String userName, Random random) {
        Badge badge = Badge.of(random);
        HttpResponse<String> created = admin.scim(tenant, "POST", "/Users", badge.body(userName));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        users.put(userName, badge);
    }

    private void change(Tenant tenant, Map<String, Badge> users, String userName, Badge badge) {
        JsonObject found = new JsonObject(
                admin.scim(tenant, "GET", "/Users?filter=" + encoded("userName eq \"" + userName + "\""), "")
                        .body());
        String id = found.getJsonArray("Resources").getJsonObject(0).getString("id");
        HttpResponse<String> changed = admin.scim(tenant, "PUT", "/Users/" + id, badge.body(userName));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        users.put(userName, badge);
    }

    private static int count(Map<String, Badge> users, java.util.function.Predicate<Badge> condition) {
        return (int) users.values().stream().filter(condition).count();
    }

    private int found(Tenant tenant, String filter) {
        HttpResponse<String> answer = admin.scim(tenant, "GET", "/Users?count=1000&filter=" + encoded(filter), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonArray("Resources").size();
    }

    private List<Integer> sorted(Tenant tenant) {
        JsonArray users = new JsonObject(admin.scim(tenant, "GET", "/Users?count=1000&sortBy=" + encoded(NUMBER), "")
                        .body())
                .getJsonArray("Resources");
        return users.stream()
                .map(user -> ((JsonObject) user).getJsonObject(BADGE).getInteger("number"))
                .toList();
    }

    private int rows(Tenant tenant) throws Exception {
        return Integer.parseInt(AdminUnderTest.superuser(
                        "SELECT count(*) FROM sluice.search_value WHERE attribute >= 100 AND tenant_id = "
                                + admin.tenantId(tenant))
                .getFirst());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
