package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Groups whose members come in several chunks, and what is derived from membership. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LargeGroupIT {
    /** Three chunks and a rest. */
    private static final int MEMBERS = 5_500;

    private Wire wire;
    private List<String> users;

    @BeforeAll
    void start() throws Exception {
        wire = new Wire(GatewayUnderTest.newTenant(), 4);
        String first = user("first");
        String tenant = one("SELECT tenant_id FROM sluice.resource WHERE id = '" + first + "'");
        TestDatabase.execute(
                GatewayUnderTest.database().superuserUrl(),
                "SELECT count(*) FROM generate_series(1, " + (MEMBERS - 1) + ") AS n, LATERAL sluice.resource_create("
                        + tenant
                        + ", 'User', gen_random_uuid(), 'many-' || n, NULL, 'Many ' || n, '{\"userName\":\"many-' || n || '\"}',"
                        + " '{}', '{}', '{}', '{}')");
        users = TestDatabase.query(
                        GatewayUnderTest.database().superuserUrl(),
                        "SELECT id FROM sluice.resource WHERE type = 'User' AND tenant_id = " + tenant)
                .stream()
                .map(List::getFirst)
                .toList();
    }

    @AfterAll
    void stop() throws Exception {
        wire.close();
    }

    @Test
    void aGroupOfSeveralChunksIsAnsweredWhole() throws Exception {
        Wire.Answer created = wire.call("POST", "/Groups", group("whole", users));

        assertThat(created.status()).isEqualTo(201);
        assertThat(values(created.json())).containsExactlyInAnyOrderElementsOf(users);
        String id = created.json().getString("id");
        JsonObject read = wire.call("GET", "/Groups/" + id, "").json();
        assertThat(values(read)).containsExactlyInAnyOrderElementsOf(users);
        assertThat(read.getJsonObject("meta").getString("version")).isEqualTo(created.entityTag());
        assertThat(read.getString("displayName")).startsWith("whole");
    }

    @Test
    void aProjectionShowsTheSameOfEveryMember() throws Exception {
        String id = create("projected", users);

        JsonObject values = wire.call("GET", "/Groups/" + id + "?attributes=members.value", "")
                .json();
        JsonObject nameless = wire.call("GET", "/Groups/" + id + "?excludedAttributes=members.display", "")
                .json();
        JsonObject without = wire.call("GET", "/Groups/" + id + "?excludedAttributes=members", "")
                .json();
        JsonObject displays = wire.call("GET", "/Groups/" + id + "?attributes=members.display", "")
                .json();

        assertThat(values.fieldNames()).containsExactlyInAnyOrder("id", "schemas", "members");
        assertThat(values.getJsonArray("members"))
                .hasSize(MEMBERS)
                .allSatisfy(
                        member -> assertThat(((JsonObject) member).fieldNames()).containsExactly("value"));
        assertThat(nameless.getJsonArray("members"))
                .hasSize(MEMBERS)
                .allSatisfy(member -> assertThat(((JsonObject) member).fieldNames())
                        .containsExactlyInAnyOrder("value", "type", "$ref"));
        assertThat(without.containsKey("members")).isFalse();
        // All but the first have a display name.
        assertThat(displays.getJsonArray("members")).hasSize(MEMBERS - 1);
    }

    @Test
    void membersArePagedOnRequest() throws Exception {
        String id = create("paged", users);
        List<String> seen = new ArrayList<>();
        String path = "/Groups/" + id + "?membersCount=1500";
        int pages = 0;
        while (!path.isEmpty()) {
            Wire.Answer page = wire.call("GET", path, "");
            assertThat(page.status()).isEqualTo(200);
            List<String> values = values(page.json());
            assertThat(values).hasSizeLessThanOrEqualTo(1500);
            seen.addAll(values);
            pages++;
            path = page.link().isEmpty() ? "" : page.link().replaceAll(".*(/Groups/[^>]*)>; rel=\"next\"", "$1");
        }

        assertThat(pages).isEqualTo(4);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(users);
        assertThat(wire.call("GET", "/Groups/" + id + "?membersCount=0", "")
                        .json()
                        .containsKey("members"))
                .isFalse();
        assertThat(wire.call("GET", "/Groups/" + id + "?membersCursor=x", "").status())
                .isEqualTo(400);
    }

    @Test
    void manyMembersLeaveAndJoinInOneRequest() throws Exception {
        String id = create("many", users.subList(0, 5_000));
        List<String> leave = users.subList(0, 2_500);
        List<String> join = users.subList(4_000, MEMBERS);

        Wire.Answer patched = wire.call(
                "PATCH",
                "/Groups/" + id,
                "{\"Operations\":[{\"op\":\"Remove\",\"path\":\"members\",\"value\":" + references(leave)
                        + "},{\"op\":\"Add\",\"path\":\"members\",\"value\":" + references(join) + "}]}");

        assertThat(patched.status()).isEqualTo(204);
        assertThat(patched.entityTag()).isEqualTo("W/\"2\"");
        assertThat(values(wire.call("GET", "/Groups/" + id, "").json()))
                .containsExactlyInAnyOrderElementsOf(users.subList(2_500, MEMBERS));
    }

    @Test
    void aDeletedLargeGroupIsGoneAtOnceAndItsRowsSoon() throws Exception {
        String name = "gone " + UUID.randomUUID();
        String id = wire.call("POST", "/Groups?excludedAttributes=members", groupNamed(name, users))
                .json()
                .getString("id");

        assertThat(wire.call("DELETE", "/Groups/" + id, "").status()).isEqualTo(204);

        assertThat(wire.call("GET", "/Groups/" + id, "").status()).isEqualTo(404);
        assertThat(wire.call("GET", "/Users/" + users.get(7), "").body()).doesNotContain(id);
        Wire.Answer inIt = wire.call("GET", "/Users?filter=groups.value%20eq%20%22" + id + "%22&count=1", "");
        assertThat(inIt.json().getInteger("totalResults")).as(inIt.body()).isZero();
        assertThat(wire.call("POST", "/Groups", groupNamed(name, List.of())).status())
                .isEqualTo(201);
        assertThat(one("SELECT count(*) FROM sluice.member WHERE group_id = '" + id + "'"))
                .isNotEqualTo("0");
        // A user that goes meanwhile takes its row along.
        String user = users.getLast();
        TestDatabase.execute(
                GatewayUnderTest.database().servingUrl(),
                "SELECT sluice.member_purge_some(2000), sluice.member_purge_some(2000)");
        assertThat(user).isNotEmpty();
        while (!one("SELECT count(*) FROM sluice.member_purge").equals("0")) {
            TestDatabase.execute(GatewayUnderTest.database().servingUrl(), "SELECT sluice.member_purge_some(2000)");
        }
        assertThat(one("SELECT count(*) FROM sluice.member WHERE group_id = '" + id + "'"))
                .isEqualTo("0");
        assertThat(one(
                        "SELECT sum(cardinality(removed)) FROM sluice.change WHERE operation = 'purge' AND resource_id = '"
                                + id + "'"))
                .isEqualTo(Integer.toString(MEMBERS));
    }

    @Test
    void indirectGroupsAreShownWhenGroupsAreAskedForByNameAndWalksRoundACycleEnd() throws Exception {
        String user = user("walked-" + UUID.randomUUID());
        String inner = create("inner", List.of(user));
        String outer = create("outer", List.of(inner));
        assertThat(wire.call("PATCH", "/Groups/" + inner, add(outer)).status()).isEqualTo(204);

        JsonObject byDefault = wire.call("GET", "/Users/" + user, "").json();
        JsonObject asked =
                wire.call("GET", "/Users/" + user + "?attributes=groups", "").json();

        assertThat(types(byDefault)).containsExactly(inner + " direct");
        assertThat(types(asked)).containsExactlyInAnyOrder(inner + " direct", outer + " indirect");
    }

    @Test
    void aManagerIsKnownByNameOnceThereIsOne() throws Exception {
        String enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        String boss = wire.call(
                        "POST",
                        "/Users",
                        JsonObject.of("userName", "boss-" + UUID.randomUUID(), "displayName", "The \"Boss\"")
                                .encode())
                .json()
                .getString("id");
        JsonObject known = managed(enterprise, boss);
        JsonObject unknown = managed(enterprise, UUID.randomUUID().toString());
        JsonObject odd = managed(enterprise, "not an id, \\\"quoted\\\"");

        assertThat(known.getString("displayName")).isEqualTo("The \"Boss\"");
        assertThat(known.getString("$ref")).endsWith("/Users/" + boss);
        assertThat(unknown.fieldNames()).containsExactly("value");
        assertThat(odd.fieldNames()).containsExactly("value");
    }

    private JsonObject managed(String enterprise, String manager) throws Exception {
        Wire.Answer created = wire.call(
                "POST",
                "/Users",
                JsonObject.of(
                                "userName",
                                "managed-" + UUID.randomUUID(),
                                enterprise,
                                JsonObject.of("manager", JsonObject.of("value", manager)))
                        .encode());
        assertThat(created.status()).isEqualTo(201);
        String path = "/Users/" + created.json().getString("id");
        JsonObject read =
                wire.call("GET", path, "").json().getJsonObject(enterprise).getJsonObject("manager");
        assertThat(created.json().getJsonObject(enterprise).getJsonObject("manager"))
                .isEqualTo(read);
        String title = "{\"Operations\":[{\"op\":\"replace\",\"path\":\"title\",\"value\":\"x\"}]}";
        assertThat(wire.call("PATCH", path, title)
                        .json()
                        .getJsonObject(enterprise)
                        .getJsonObject("manager"))
                .isEqualTo(read);
        return read;
    }

    private String user(String name) throws Exception {
        return wire.call("POST", "/Users", JsonObject.of("userName", name).encode())
                .json()
                .getString("id");
    }

    private String create(String name, List<String> members) throws Exception {
        Wire.Answer created = wire.call("POST", "/Groups?excludedAttributes=members", group(name, members));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.json().getString("id");
    }

    private static String group(String name, List<String> members) {
        return groupNamed(name + " " + UUID.randomUUID(), members);
    }

    private static String groupNamed(String name, List<String> members) {
        return "{\"displayName\":\"" + name + "\",\"members\":" + references(members) + "}";
    }

    private static String add(String member) {
        return "{\"Operations\":[{\"op\":\"Add\",\"path\":\"members\",\"value\":" + references(List.of(member)) + "}]}";
    }

    private static String references(List<String> ids) {
        return ids.stream().map(id -> "{\"value\":\"" + id + "\"}").collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> values(JsonObject group) {
        JsonArray members = group.getJsonArray("members", new JsonArray());
        return IntStream.range(0, members.size())
                .mapToObj(place -> members.getJsonObject(place).getString("value"))
                .toList();
    }

    private static Set<String> types(JsonObject user) {
        return user.getJsonArray("groups").stream()
                .map(JsonObject.class::cast)
                .map(group -> group.getString("value") + " " + group.getString("type"))
                .collect(Collectors.toSet());
    }

    private static String one(String sql) throws SQLException {
        return TestDatabase.query(GatewayUnderTest.database().superuserUrl(), sql)
                .getFirst()
                .getFirst();
    }
}
