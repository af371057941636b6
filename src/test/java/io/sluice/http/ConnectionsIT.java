package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.config.BearerToken;
import io.sluice.limits.Limits;
import io.sluice.store.TenantLimits;
import io.sluice.store.pg.TestDatabase;
import java.io.IOException;
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

/** Clients that hold on to connections, bodies and answers. The times are short here, the behaviour is the product's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ConnectionsIT {
    private static final Duration STRANGER = Duration.ofMillis(1_500);
    private static final Duration IDLE = Duration.ofMillis(4_000);
    /** Milliseconds, after which a connection counts as not closed at all. */
    private static final long NEVER = 20_000;

    private static final int CONNECTIONS = 6;
    private static final int LEAST_PACE = 16_384;

    private final GatewayUnderTest.Tenant somewhere = GatewayUnderTest.newTenant();
    private GatewayInstance gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = GatewayUnderTest.beside(
                new Limits(new Limits.Settings(
                        new TenantLimits(10_000, 10_000, 1), 1_000, Duration.ofSeconds(5), 200_000)),
                CONNECTIONS,
                new Timeouts(STRANGER, IDLE, Duration.ofMillis(1_000), Duration.ofMillis(1_000), LEAST_PACE));
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void aConnectionThatSaysNothingOrHalfAHeaderIsClosed() throws IOException {
        try (RawClient silent = client();
                RawClient halfway = client()) {
            halfway.send("GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nX-Na");

            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(halfway.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aHeaderByteByByteIsNoWayToStay() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /scim/v2/Users HTTP/1.1\r\nX-Name: ");

            assertThat(millisUntilClosed(client, "a")).isLessThan(NEVER);
        }
    }

    @Test
    void askingWithoutACredentialIsNoWayToStay() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(401);

            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aKnownClientMayRestBetweenRequests() throws Exception {
        try (RawClient client = client()) {
            assertThat(get(client)).isEqualTo(200);
            Thread.sleep(STRANGER.toMillis() + 800);

            assertThat(get(client)).isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyThatTricklesIsRefusedAndTheConnectionClosed() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token() + "Content-Length: 1000\r\n\r\n{");
            Thread.sleep(100);
            client.send("\"");

            RawClient.Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("urn:ietf:params:scim:api:messages:2.0:Error");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBulkBodyThatTricklesIsRefusedAndTheConnectionClosed() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /scim/v2/Bulk HTTP/1.1\r\nHost: x\r\n" + token() + "Content-Length: 1000\r\n\r\n{");

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void theTokenEndpointWaitsNoLongerForABody() throws Exception {
        String head = "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n";
        try (RawClient client = client()) {
            assertThat(get(client)).as("now the connection may rest").isEqualTo(200);
            client.send(head.formatted("application/x-www-form-urlencoded") + "g");

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.isClosedByServer()).isTrue();
        }
        try (RawClient client = client()) {
            assertThat(get(client)).isEqualTo(200);
            client.send(head.formatted("text/plain") + "g");
            assertThat(client.answer().status()).isEqualTo(400);

            assertThat(millisUntilClosed(client, "a")).isLessThan(NEVER);
        }
    }

    /** The tenant has one place: a body on its way must not hold it. */
    @Test
    void aBodyOnItsWayKeepsNobodyOut() throws Exception {
        try (RawClient slow = client();
                RawClient other = client()) {
            slow.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token() + "Content-Length: 1000\r\n\r\n{");
            Thread.sleep(100);

            assertThat(get(other)).isEqualTo(200);
        }
    }

    @Test
    void theRestOfARefusedBodyIsDroppedForAWhileOnly() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token()
                    + "Content-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n{");
            assertThat(client.answer().status()).isEqualTo(415);

            assertThat(millisUntilClosed(client, "a")).isLessThan(NEVER);
        }
    }

    @Test
    void bodiesTogetherHaveSoMuchMemoryAndNoMore() throws Exception {
        String head = "POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n";
        try (RawClient client = client()) {
            client.send(head.formatted(token(), 150_000) + "x".repeat(120_000));
            RawClient.Answer refused = client.answer();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isPresent();
        }
        try (RawClient client = client()) {
            RawClient.Answer taken = client.send(head.formatted(token(), 90_000) + "x".repeat(90_000))
                    .answer();

            assertThat(taken.status()).isEqualTo(400);
        }
    }

    @Test
    void workThatTakesTooLongIsGivenUp() throws Exception {
        try (Connection connection =
                        TestDatabase.jdbc(GatewayUnderTest.database().ownerUrl());
                Statement statement = connection.createStatement();
                RawClient client = client()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE sluice.resource IN EXCLUSIVE MODE");
            String body = "{\"userName\":\"late\"}";
            RawClient.Answer answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token()
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .answer();
            connection.rollback();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    /** The tenant has one place: two at once would be one too many. */
    @Test
    void requestsInARowOnOneConnectionAreDoneOneByOne() throws Exception {
        try (RawClient client = client()) {
            String request = "GET /scim/v2/Users?count=1 HTTP/1.1\r\nHost: x\r\n" + token() + "\r\n";
            client.send(request.repeat(100));

            for (int i = 0; i < 100; i++) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void strangersMakeRoomAndKnownClientsDoNot() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(client());
            }
            // Each event loop pushes out strangers of its own, never those that are served; when it has none left, the
            // newcomer goes.
            List<RawClient> known = new ArrayList<>();
            boolean refused = false;
            while (!refused && known.size() <= CONNECTIONS) {
                RawClient client = client();
                clients.add(client);
                refused = !isServed(client);
                if (!refused) {
                    known.add(client);
                }
            }

            assertThat(refused).isTrue();
            assertThat(known).hasSizeGreaterThan(1);
            for (RawClient client : known) {
                assertThat(get(client)).isEqualTo(200);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
            Thread.sleep(200);
        }
    }

    private boolean isServed(RawClient client) {
        try {
            return get(client) == 200;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void anAddressHasSoManyConnectionsAndNoMore() {
        ConnectionLimit limit = new ConnectionLimit(100, 2);

        assertThat(limit.opened("a")).isTrue();
        assertThat(limit.opened("a")).isTrue();
        assertThat(limit.opened("a")).isFalse();
        assertThat(limit.opened("b")).isTrue();
        limit.closed("a");
        limit.closed("a");
        assertThat(limit.opened("a")).isTrue();
    }

    @Test
    void whoTriesTooManyTokensHasToWaitAndNoTenantHasToWaitForIt() throws Exception {
        try (RawClient client = client()) {
            assertThat(get(client)).isEqualTo(200);
            int status = 401;
            int tries = 0;
            while (status == 401 && tries < 3_000) {
                client.send("GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + BearerToken.tenant()
                        + "\r\n\r\n");
                status = client.answer().status();
                tries++;
            }

            assertThat(status).isEqualTo(429);
            assertThat(tries).isGreaterThan(100);
            assertThat(get(client)).isEqualTo(200);
        }
    }

    /** How long the server keeps the connection while this goes on being sent. */
    private static long millisUntilClosed(RawClient client, String piece) throws Exception {
        long begin = System.nanoTime();
        client.patience(100);
        boolean open = true;
        while (open && System.nanoTime() - begin < NEVER * 1_000_000) {
            try {
                client.send(piece);
                open = !client.isClosedByServer();
            } catch (IOException closed) {
                open = false;
            }
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private int get(RawClient client) throws IOException {
        return client.send("GET /scim/v2/Users?count=1 HTTP/1.1\r\nHost: x\r\n" + token() + "\r\n")
                .answer()
                .status();
    }

    private RawClient client() throws IOException {
        return new RawClient(gateway.base());
    }

    private String token() {
        return "Authorization: Bearer " + somewhere.token() + "\r\n";
    }
}
