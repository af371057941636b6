package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayUnderTest;
import io.sluice.admin.AdminUnderTest.Tenant;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dsluice.undo.users=10000} is the long form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class UndoIT {
    private static final int USERS = Integer.getInteger("sluice.undo.users", 200);
    private static final int GROUPS = 10;
    private static final int OPERATIONS = 50;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @RegisterExtension
    final AdminUnderTest admin = new AdminUnderTest();

    /** Some are disabled, some deleted, and all lose their memberships, as when a synchronisation goes wrong. */
    @Test
    void deactivatedAndDeletedUsersAndTheirMembershipsAreAsTheyWere() throws Exception {
        Tenant tenant = admin.newTenant();
        List<String> users = createUsers(tenant);
        List<String> groups = createGroups(tenant, users);
        String before = state(tenant);
        Instant since = Instant.now();

        List<JsonObject> operations = new ArrayList<>();
        for (int number = 0; number < USERS; number++) {
            String path = "/Users/" + users.get(number);
            operations.add(
                    number % 4 == 3
                            ? JsonObject.of("method", "DELETE", "path", path)
                            : patch(path, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"));
        }
        groups.forEach(group ->
                operations.add(patch("/Groups/" + group, "{\"op\":\"replace\",\"path\":\"members\",\"value\":[]}")));
        operations.add(JsonObject.of("method", "DELETE", "path", "/Groups/" + groups.getFirst()));
        bulk(tenant, operations);
        assertThat(state(tenant)).isNotEqualTo(before);

        Instant begun = Instant.now();
        JsonObject undone = undo(tenant, since, "");

        assertThat(Duration.between(begun, Instant.now())).isLessThan(LONGEST);
        assertThat(state(tenant)).isEqualTo(before);
        assertThat(undone.getInteger("changed")).isEqualTo(USERS - USERS / 4);
        assertThat(undone.getInteger("recreated")).isEqualTo(USERS / 4 + 1);
        assertThat(undone.getInteger("memberships")).isEqualTo(2 * USERS);
        assertThat(undone.getInteger("left")).isZero();
        assertThat(undone.getBoolean("complete")).isTrue();
        assertThat(new JsonObject(
                                admin.scim(tenant, "GET", "/Users?count=0", "").body())
                        .getInteger("totalResults"))
                .isEqualTo(USERS);
        assertThat(undo(tenant, since, undone.getString("until")).getInteger("changed"))
                .isZero();
        assertThat(state(tenant)).isEqualTo(before);
    }

    @Test
    void whatCameWithTheWindowStaysAndWhatJoinedInItLeaves() throws Exception {
        Tenant tenant = admin.newTenant();
        String ada = create(tenant, "Users", "{\"userName\":\"ada\"}");
        String bob = create(tenant, "Users", "{\"userName\":\"bob\"}");
        String group = create(tenant, "Groups", "{\"displayName\":\"g\",\"members\":[{\"value\":\"" + ada + "\"}]}");
        Instant since = Instant.now();
        String cyd = create(tenant, "Users", "{\"userName\":\"cyd\"}");
        String fresh = create(tenant, "Groups", "{\"displayName\":\"new\",\"members\":[{\"value\":\"" + ada + "\"}]}");
        for (String member : List.of(bob, cyd)) {
            send(tenant, "PATCH", "/Groups/" + group, add(member));
        }
        send(
                tenant,
                "PATCH",
                "/Groups/" + group,
                operations("{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"renamed\"}"));

        undo(tenant, since, "");

        assertThat(members(tenant, group)).containsExactlyInAnyOrder(ada, cyd);
        assertThat(members(tenant, fresh)).containsExactly(ada);
        assertThat(body(tenant, "/Groups/" + group).getString("displayName")).isEqualTo("g");
        assertThat(body(tenant, "/Users/" + cyd).getString("userName")).isEqualTo("cyd");
    }

    @Test
    void whatChangedAfterTheWindowOrWhoseNameIsTakenIsLeft() throws Exception {
        Tenant tenant = admin.newTenant();
        String ada = create(tenant, "Users", "{\"userName\":\"ada\"}");
        String bob = create(tenant, "Users", "{\"userName\":\"bob\"}");
        String group = create(tenant, "Groups", "{\"displayName\":\"g\",\"members\":[{\"value\":\"" + ada + "\"}]}");
        Instant since = Instant.now();
        send(tenant, "PATCH", "/Users/" + ada, operations("{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"));
        send(
                tenant,
                "PATCH",
                "/Groups/" + group,
                operations("{\"op\":\"remove\",\"path\":\"members\",\"value\":[{\"value\":\"" + ada + "\"}]}"));
        send(tenant, "DELETE", "/Users/" + bob, "");
        Instant until = Instant.now();
        send(tenant, "PATCH", "/Users/" + ada, operations("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Dr\"}"));
        create(tenant, "Users", "{\"userName\":\"BOB\"}");

        JsonObject undone = undo(tenant, since, until.toString());

        assertThat(undone.getInteger("left")).isEqualTo(2);
        assertThat(undone.getInteger("memberships")).isEqualTo(1);
        assertThat(body(tenant, "/Users/" + ada).getBoolean("active")).isFalse();
        assertThat(members(tenant, group)).containsExactly(ada);
        assertThat(admin.scim(tenant, "GET", "/Users/" + bob, "").statusCode()).isEqualTo(404);
    }

    @Test
    void anUndoIsAChangeThatCanBeUndone() throws Exception {
        Tenant tenant = admin.newTenant();
        String ada = create(tenant, "Users", "{\"userName\":\"ada\",\"title\":\"Dr\"}");
        Instant since = Instant.now();
        send(tenant, "PATCH", "/Users/" + ada, operations("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Mr\"}"));
        Instant between = Instant.now();
        undo(tenant, since, "");
        assertThat(body(tenant, "/Users/" + ada).getString("title")).isEqualTo("Dr");

        JsonArray changes = admin.json(200, "GET", tenant.path("/changes"), "").getJsonArray("changes");
        assertThat(changes.getJsonObject(2).getString("request")).isEqualTo("undo");
        assertThat(changes.getJsonObject(2).getJsonArray("attributes")).containsExactly("title");
        undo(tenant, between, "");
        assertThat(body(tenant, "/Users/" + ada).getString("title")).isEqualTo("Mr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"since\":\"yesterday\"}",
                "{\"since\":\"2100-01-01T00:00:00Z\"}",
                "{\"since\":\"2026-01-02T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\"}",
                "{\"since\":\"2026-01-01T00:00:00Z\",\"by\":\"me\"}"
            })
    void refusesWhatIsNoWindow(String body) {
        admin.json(400, "POST", admin.newTenant().path("/undo"), body);
    }

    private JsonObject undo(Tenant tenant, Instant since, String until) {
        JsonObject window = JsonObject.of("since", since.toString());
        if (!until.isEmpty()) {
            window.put("until", until);
        }
        return admin.json(200, "POST", tenant.path("/undo"), window.encode());
    }

    /** Everything that a client can see, but versions and moments of changes. */
    private String state(Tenant tenant) throws SQLException {
        String id = admin.tenantId(tenant);
        return TestDatabase.query(
                        GatewayUnderTest.database().superuserUrl(),
                        "SELECT md5(string_agg(line, chr(10) ORDER BY line COLLATE \"C\")) FROM ("
                                + "SELECT concat_ws('|', r.id, r.type, r.unique_key, r.external_id, r.display_name, r.active, r.created, r.doc)"
                                + " AS line FROM sluice.resource r WHERE r.tenant_id = " + id
                                + " UNION ALL SELECT concat_ws('|', m.group_id, m.member_id) FROM sluice.member m WHERE m.tenant_id = "
                                + id
                                + " UNION ALL SELECT concat_ws('|', s.resource_id, s.attribute, s.place, s.value, s.element_type)"
                                + " FROM sluice.search_value s WHERE s.tenant_id = " + id + ")")
                .getFirst()
                .getFirst();
    }

    private List<String> createUsers(Tenant tenant) {
        List<JsonObject> operations = new ArrayList<>();
        for (int number = 0; number < USERS; number++) {
            operations.add(JsonObject.of(
                    "method",
                    "POST",
                    "path",
                    "/Users",
                    "bulkId",
                    UUID.randomUUID().toString(),
                    "data",
                    new JsonObject("{\"userName\":\"user" + number + "\",\"active\":true,\"externalId\":\"x" + number
                            + "\",\"displayName\":\"User " + number + "\",\"emails\":[{\"type\":\"work\",\"value\":\"u"
                            + number
                            + "@example.com\"}]}")));
        }
        return bulk(tenant, operations);
    }

    /** Everybody is in two. */
    private List<String> createGroups(Tenant tenant, List<String> users) {
        List<String> groups = new ArrayList<>();
        for (int number = 0; number < GROUPS; number++) {
            String group = create(tenant, "Groups", "{\"displayName\":\"group " + number + "\"}");
            groups.add(group);
            for (int begin = 0; begin < USERS; begin += 1_000) {
                JsonArray members = new JsonArray();
                for (int user = begin; user < Math.min(USERS, begin + 1_000); user++) {
                    if (user % GROUPS == number || (user + 1) % GROUPS == number) {
                        members.add(JsonObject.of("value", users.get(user)));
                    }
                }
                send(
                        tenant,
                        "PATCH",
                        "/Groups/" + group,
                        operations(JsonObject.of("op", "add", "path", "members", "value", members)
                                .encode()));
            }
        }
        return groups;
    }

    /** The ids of what it creates. */
    private List<String> bulk(Tenant tenant, List<JsonObject> operations) {
        List<String> ids = new ArrayList<>();
        for (int begin = 0; begin < operations.size(); begin += OPERATIONS) {
            List<JsonObject> some = operations.subList(begin, Math.min(begin + OPERATIONS, operations.size()));
            HttpResponse<String> answer = admin.scim(
                    tenant,
                    "POST",
                    "/Bulk",
                    JsonObject.of(
                                    "schemas",
                                    JsonArray.of("urn:ietf:params:scim:api:messages:2.0:BulkRequest"),
                                    "Operations",
                                    new JsonArray(some))
                            .encode());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            for (Object one : new JsonObject(answer.body()).getJsonArray("Operations")) {
                JsonObject result = (JsonObject) one;
                assertThat(result.getString("status")).as(result.encode()).startsWith("2");
                ids.add(result.getString("location").replaceAll(".*/", ""));
            }
        }
        return ids;
    }

    private static JsonObject patch(String path, String operation) {
        return JsonObject.of("method", "PATCH", "path", path, "data", new JsonObject(operations(operation)));
    }

    private static String add(String member) {
        return operations("{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + member + "\"}]}");
    }

    private static String operations(String operation) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operation + "]}";
    }

    private String create(Tenant tenant, String endpoint, String body) {
        return new JsonObject(send(tenant, "POST", "/" + endpoint, body)).getString("id");
    }

    private JsonObject body(Tenant tenant, String path) {
        return new JsonObject(send(tenant, "GET", path, ""));
    }

    private List<String> members(Tenant tenant, String group) {
        return body(tenant, "/Groups/" + group).getJsonArray("members", new JsonArray()).stream()
                .map(member -> ((JsonObject) member).getString("value"))
                .toList();
    }

    private String send(Tenant tenant, String method, String path, String body) {
        HttpResponse<String> answer = admin.scim(tenant, method, path, body);
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + answer.body())
                .isBetween(200, 299);
        return answer.body();
    }
}
