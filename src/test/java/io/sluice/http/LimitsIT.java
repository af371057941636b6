package io.sluice.http;

import static io.sluice.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.limits.Limits;
import io.sluice.scim.Json;
import io.sluice.store.TenantLimits;
import io.sluice.store.pg.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The limits from outside, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class LimitsIT {
    private static final int BURST = 40;
    private static final int IN_FLIGHT = 4;

    /** Places of all tenants together, before a fifth is kept back. */
    private static final int PLACES = 10;

    private static final String USERS = "/scim/v2/Users";

    private final Limits limits = new Limits(
            new Limits.Settings(new TenantLimits(1, BURST, IN_FLIGHT), PLACES, Duration.ofSeconds(5), 1 << 20),
            // Time stands still: a token that is spent does not come back, however slow the machine is.
            () -> 0);

    private GatewayInstance gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = GatewayUnderTest.beside(limits, 100, GatewayUnderTest.PATIENT);
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void beyondItsRateATenantIsAskedToWaitAndAnotherIsNot() throws IOException {
        GatewayUnderTest.Tenant loud = tenant();
        spend(loud);

        try (RawClient client = client()) {
            RawClient.Answer refused = ask(client, loud, "GET", USERS, "");

            assertRefused(refused, 429);
            assertThat(ask(client, tenant(), "GET", USERS, "").status()).isEqualTo(200);
        }
    }

    @Test
    void theFirstRequestBeyondTheBurstIsHeldBackInsteadOfRefused() throws IOException {
        GatewayUnderTest.Tenant tenant = tenant();
        try (RawClient client = client()) {
            for (int i = 0; i < BURST; i++) {
                assertThat(ask(client, tenant, "GET", USERS, "").status()).isEqualTo(200);
            }
            long begin = System.nanoTime();

            assertThat(ask(client, tenant, "GET", USERS, "").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
        }
    }

    @Test
    void refusesBeforeTheBodyArrives() throws IOException {
        GatewayUnderTest.Tenant tenant = tenant();
        spend(tenant);

        try (RawClient client = client()) {
            RawClient.Answer refused = client.send("POST " + USERS + " HTTP/1.1\r\nHost: x\r\n" + token(tenant)
                            + "Content-Type: application/scim+json\r\nContent-Length: 5000\r\n\r\n{")
                    .answer();

            assertRefused(refused, 429);
        }
    }

    @Test
    void whoeverTakesSomethingAwayIsLetInAfterOthersAreRefused() throws IOException {
        GatewayUnderTest.Tenant tenant = tenant();
        try (RawClient client = client()) {
            String user = create(client, tenant, "Users", "\"userName\":\"leaver\"");
            String group = create(
                    client, tenant, "Groups", "\"displayName\":\"team\",\"members\":[{\"value\":\"" + user + "\"}]");
            spend(tenant);

            assertThat(patch(client, tenant, "/Users/" + user, "replace", "\"displayName\",\"value\":\"New\""))
                    .isEqualTo(429);
            assertThat(patch(client, tenant, "/Users/" + user, "Replace", "\"active\",\"value\":\"False\""))
                    .isEqualTo(200);
            assertThat(patch(
                            client,
                            tenant,
                            "/Groups/" + group,
                            "add",
                            "\"members\",\"value\":[{\"value\":\"" + user + "\"}]"))
                    .isEqualTo(429);
            assertThat(patch(
                            client,
                            tenant,
                            "/Groups/" + group,
                            "Remove",
                            "\"members\",\"value\":[{\"value\":\"" + user + "\"}]"))
                    .isEqualTo(204);
            assertThat(ask(client, tenant, "DELETE", "/scim/v2/Users/" + user, "")
                            .status())
                    .isEqualTo(204);
            assertThat(ask(client, tenant, "GET", USERS, "").status()).isEqualTo(429);
        }
    }

    @Test
    void aBulkRequestCountsItsOperationsAndTheNextHasToWait() throws IOException {
        GatewayUnderTest.Tenant tenant = tenant();
        StringBuilder operations = new StringBuilder();
        for (int i = 0; i < BURST + 5; i++) {
            operations
                    .append(i == 0 ? "" : ",")
                    .append("{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"b" + i + "\",\"data\":")
                    .append(user("bulk" + i))
                    .append('}');
        }
        String body = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                + operations + "]}";
        try (RawClient client = client()) {
            assertThat(ask(client, tenant, "POST", "/scim/v2/Bulk", body).status())
                    .isEqualTo(200);

            assertRefused(ask(client, tenant, "GET", USERS, ""), 429);
            assertRefused(ask(client, tenant, "POST", "/scim/v2/Bulk", body), 429);
        }
    }

    /** Writes wait for a lock; each that is admitted holds its place meanwhile. */
    @Test
    void workThatStandsStillIsBoundedAndDoesNotShutOthersOut() throws Exception {
        GatewayUnderTest.Tenant stuck = tenant();
        GatewayUnderTest.Tenant other = tenant();
        List<RawClient> waiting = new ArrayList<>();
        try (Connection connection =
                        TestDatabase.jdbc(GatewayUnderTest.database().ownerUrl());
                Statement statement = connection.createStatement();
                RawClient client = client()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE sluice.resource IN EXCLUSIVE MODE");
            for (int i = 0; i < IN_FLIGHT; i++) {
                waiting.add(client().send(request(stuck, "POST", USERS, user("stuck" + i))));
            }
            eventually(() -> limits.inWork() == waiting.size());

            assertRefused(ask(client, stuck, "POST", USERS, user("one too many")), 429);
            assertThat(ask(client, other, "GET", USERS, "").status()).isEqualTo(200);

            for (int i = waiting.size(); i < PLACES * 8 / 10; i++) {
                waiting.add(client().send(request(tenant(), "POST", USERS, user("waits" + i))));
            }
            eventually(() -> limits.inWork() == waiting.size());
            // The places without the reserve are taken. A tenant with nothing in work still gets in, until the reserve
            // is taken too.
            waiting.add(client().send(request(other, "POST", USERS, user("quiet1"))));
            waiting.add(client().send(request(other, "POST", USERS, user("quiet2"))));
            eventually(() -> limits.inWork() == waiting.size());

            // At once: whoever gets in has no answer before the lock is gone.
            assertRefused(ask(client, tenant(), "POST", USERS, user("beyond all")), 503);
            assertThat(ask(client, other, "GET", USERS, "").status()).isEqualTo(200);

            connection.rollback();
            for (RawClient one : waiting) {
                assertThat(one.answer().status()).isEqualTo(201);
            }
            assertThat(ask(client, stuck, "POST", USERS, user("after")).status())
                    .isEqualTo(201);
        } finally {
            for (RawClient one : waiting) {
                one.close();
            }
        }
    }

    /** Who leaves in the middle does not take a place along. */
    @Test
    void placesComeBackFromClientsThatLeave() throws Exception {
        GatewayUnderTest.Tenant tenant = tenant();
        try (Connection connection =
                        TestDatabase.jdbc(GatewayUnderTest.database().ownerUrl());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE sluice.resource IN EXCLUSIVE MODE");
            for (int i = 0; i < IN_FLIGHT; i++) {
                try (RawClient leaver = client()) {
                    leaver.send(request(tenant, "POST", USERS, user("leaver" + i)));
                    Thread.sleep(100);
                }
            }
            connection.rollback();
        }
        eventually(() -> limits.inWork() == 0);

        try (RawClient client = client()) {
            assertThat(ask(client, tenant, "POST", USERS, user("next")).status())
                    .isEqualTo(201);
        }
    }

    private GatewayUnderTest.Tenant tenant() {
        return new GatewayUnderTest.Tenant(
                gateway.base(), GatewayUnderTest.newTenant().token());
    }

    private RawClient client() throws IOException {
        return new RawClient(gateway.base());
    }

    /** The burst, and one more than what is let in with a wait. */
    private void spend(GatewayUnderTest.Tenant tenant) throws IOException {
        try (RawClient client = client()) {
            for (int i = 0; i < BURST + 2; i++) {
                String unknown = "/scim/v2/Users/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11";
                assertThat(ask(client, tenant, "DELETE", unknown, "").status()).isEqualTo(404);
            }
        }
    }

    private String create(RawClient client, GatewayUnderTest.Tenant tenant, String endpoint, String attributes)
            throws IOException {
        RawClient.Answer answer = ask(client, tenant, "POST", "/scim/v2/" + endpoint, "{" + attributes + "}");
        return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                .path("id")
                .asText();
    }

    private static String user(String name) {
        return "{\"userName\":\"" + name + "\"}";
    }

    private int patch(RawClient client, GatewayUnderTest.Tenant tenant, String path, String op, String rest)
            throws IOException {
        return ask(
                        client,
                        tenant,
                        "PATCH",
                        "/scim/v2" + path,
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\""
                                + op + "\",\"path\":" + rest + "}]}")
                .status();
    }

    private static void assertRefused(RawClient.Answer answer, int status) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Retry-After").map(Integer::parseInt).orElse(0))
                .isBetween(1, 60);
        assertThat(answer.header("Content-Type")).contains("application/scim+json;charset=utf-8");
        JsonNode error = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        assertThat(error.path("schemas").path(0).asText()).isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(error.path("status").asText()).isEqualTo(Integer.toString(status));
        assertThat(error.path("detail").asText()).contains("Retry-After");
    }

    private static RawClient.Answer ask(
            RawClient client, GatewayUnderTest.Tenant tenant, String method, String path, String body)
            throws IOException {
        return client.send(request(tenant, method, path, body)).answer();
    }

    private static String request(GatewayUnderTest.Tenant tenant, String method, String path, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + token(tenant)
                + "Content-Type: application/scim+json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String token(GatewayUnderTest.Tenant tenant) {
        return "Authorization: Bearer " + tenant.token() + "\r\n";
    }
}
