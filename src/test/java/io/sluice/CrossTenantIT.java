package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CrossTenantAttempts.Attempt;
import io.sluice.Wire.Answer;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One tenant, who knows every id, name and cursor of another, tries them over every route and reference. Whatever it asks is answered as
 * though nobody had what it asks for, and what the other has stays as it was. {@code -Dsluice.isolation.attempts=200000} is the long form.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossTenantIT {
    private static final int ATTEMPTS = Integer.getInteger("sluice.isolation.attempts", 2_000);
    private static final int AT_ONCE = 32;

    /** In every text that the other tenant has, and in nothing else. */
    private static final String MARKER = "zebra";

    private static final String UNKNOWN = "okapi";
    private static final int RESOURCES = 20;

    private final GatewayUnderTest.Tenant tenant = GatewayUnderTest.newTenant();
    private final GatewayUnderTest.Tenant other = GatewayUnderTest.newTenant();
    private final Wire mine = new Wire(tenant, AT_ONCE);
    private final Wire theirs = new Wire(other, 4);
    private final List<String> ids = new ArrayList<>();
    private String own = "";
    private String group = "";
    private Map<String, List<List<String>>> before = Map.of();

    @BeforeAll
    void fill() throws Exception {
        own = created(mine, "/Users", "{\"userName\":\"own\"}");
        group = created(mine, "/Groups", "{\"displayName\":\"own\"}");
        for (int number = 0; number < RESOURCES; number++) {
            String name = MARKER + number;
            String user =
                    created(theirs, "/Users", """
                    {"userName":"%1$s","externalId":"%1$s","displayName":"%1$s","title":"%1$s",
                     "emails":[{"type":"work","value":"%1$s@example.com"}],
                     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"%1$s","manager":{"value":"%2$s"}}}""".formatted(name, number == 0 ? UUID.randomUUID() : ids.getFirst()));
            ids.add(user);
            ids.add(created(
                    theirs,
                    "/Groups",
                    "{\"displayName\":\"%1$s\",\"externalId\":\"%1$s\",\"members\":[{\"value\":\"%2$s\"}]}"
                            .formatted(name, user)));
        }
        before = rows();
    }

    @AfterAll
    void close() throws Exception {
        mine.close();
        theirs.close();
    }

    @Test
    void anotherTenantsResourcesAreAnsweredLikeUnknownOnesAndStayAsTheyAre() throws Exception {
        tryAll(CrossTenantAttempts.all(), ATTEMPTS, AT_ONCE);
        // One after the other: each is answered with what the one before may have left.
        tryAll(CrossTenantAttempts.lasting(), ATTEMPTS / 20, 1);

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void anotherTenantsCursorIsNone() throws Exception {
        String cursor = answer(theirs, "GET", "/Users?count=2&cursor=").json().getString("nextCursor");
        assertThat(answer(theirs, "GET", "/Users?count=2&cursor=" + cursor).status())
                .isEqualTo(200);

        Answer refused = answer(mine, "GET", "/Users?count=2&cursor=" + cursor);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("invalidCursor").doesNotContain(MARKER);
    }

    private void tryAll(List<Attempt> shapes, int attempts, int atOnce) throws Exception {
        int made = 0;
        while (made < attempts) {
            List<Future<String>> round = new ArrayList<>();
            for (; round.size() < atOnce && made < attempts; made++) {
                round.add(leak(shapes.get(made % shapes.size()), made / shapes.size()));
            }
            Future.all(round).await(60, TimeUnit.SECONDS);
            assertThat(round.stream().map(Future::result).filter(leak -> !leak.isEmpty()))
                    .isEmpty();
        }
    }

    /** Empty where the answer for what the other tenant has is the one for what nobody has. */
    private Future<String> leak(Attempt shape, int number) {
        Attempt mine = shape.with("{own}", own).with("{group}", group);
        String id = ids.get(number % ids.size());
        String unknown = UUID.randomUUID().toString();
        int name = number % RESOURCES;
        return send(mine.with("{id}", id).with("{value}", MARKER + name))
                .compose(known -> send(mine.with("{id}", unknown).with("{value}", UNKNOWN + name))
                        .map(invented -> {
                            String got = comparable(known, id, MARKER);
                            String expected = comparable(invented, unknown, UNKNOWN);
                            boolean marked =
                                    known.body().replace(MARKER + name, "").contains(MARKER);
                            return got.equals(expected) && !marked
                                    ? ""
                                    : mine + " gets " + got + " and not " + expected;
                        }));
    }

    /** Again where it was refused for being one of many: that is no answer to what it tries. */
    private Future<Answer> send(Attempt attempt) {
        return mine.send(attempt.method(), attempt.path(), attempt.headers(), Buffer.buffer(attempt.body()))
                .compose(answer -> answer.status() == 429 ? send(attempt) : Future.succeededFuture(answer));
    }

    /** With what a client asked for left out, and what its own writes count up. */
    private static String comparable(Answer answer, String id, String value) {
        return answer.status() + " "
                + (answer.status() == 404 ? answer.entityTag() : "")
                + answer.body()
                        .replace(id, "ID")
                        .replace(value, "VALUE")
                        .replaceAll("\"(lastModified|version|nextCursor)\":\"(\\\\.|[^\"])*\"", "");
    }

    /** Everything of the other tenant, as the superuser sees it. */
    private Map<String, List<List<String>>> rows() throws SQLException {
        Map<String, List<List<String>>> rows = new LinkedHashMap<>();
        String tenantOf = "(SELECT r.tenant_id FROM sluice.resource r WHERE r.id = '" + ids.getFirst() + "')";
        for (String table : List.of("resource", "member", "search_value", "change", "member_purge")) {
            rows.put(
                    table,
                    TestDatabase.query(
                            GatewayUnderTest.database().superuserUrl(),
                            "SELECT x::text FROM sluice." + table + " x WHERE x.tenant_id = " + tenantOf
                                    + " ORDER BY 1"));
        }
        assertThat(rows.get("resource")).hasSize(2 * RESOURCES);
        return rows;
    }

    private static String created(Wire wire, String path, String body) throws Exception {
        Answer answer = wire.send("POST", path, body).await(20, TimeUnit.SECONDS);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body()).getString("id");
    }

    private static Answer answer(Wire wire, String method, String path) throws Exception {
        return wire.send(method, path, "").await(20, TimeUnit.SECONDS);
    }
}
