package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.GatewayUnderTest.Tenant;
import io.sluice.scim.Json;
import io.sluice.scim.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that is full of Bulk requests. Those inside are told to go on with their bodies, and do not. */
@Timeout(60)
class BulkEntranceIT {
    private static final int OF_ONE_TENANT = 8;
    private static final int OF_ONE_TENANT_OF_FULL_SIZE = 2;

    private final Tenant tenant = GatewayUnderTest.newTenant();
    private final List<RawClient> inside = new ArrayList<>();
    private GatewayInstance gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayInstance.start(GatewayUnderTest.database().servingUrl(), 0);
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : inside) {
            client.close();
        }
        gateway.close();
    }

    @Test
    void whoHasItsShareInsideIsRefusedAtOnceUntilOneOfThemIsAnswered() throws IOException {
        enter(tenant, OF_ONE_TENANT);

        assertRefused(bulk(tenant), 429);
        assertThat(users(tenant)).isZero();
        assertThat(bulk(GatewayUnderTest.newTenant()).status()).isEqualTo(200);

        inside.getFirst().send(body());
        assertThat(inside.getFirst().answer().status()).isEqualTo(200);
        eventuallyIn(tenant);
        assertThat(users(tenant)).isEqualTo(2);
    }

    @Test
    void whereAllPlacesAreTakenEverybodyIsRefusedAtOnceUntilSomebodyLeaves() throws IOException {
        enter(tenant, OF_ONE_TENANT);
        enter(GatewayUnderTest.newTenant(), OF_ONE_TENANT);
        Tenant other = GatewayUnderTest.newTenant();

        assertRefused(bulk(other), 503);
        assertThat(users(other)).isZero();

        inside.getFirst().close();
        eventuallyIn(other);
        assertThat(users(other)).isEqualTo(1);
    }

    @Test
    void aBodyOfUnknownLengthCountsAsAFullOne() throws IOException {
        for (int number = 0; number < OF_ONE_TENANT_OF_FULL_SIZE; number++) {
            assertThat(ask(tenant, "Transfer-Encoding: chunked").status()).isEqualTo(100);
        }

        assertRefused(ask(tenant, "Transfer-Encoding: chunked"), 429);
        assertRefused(bulk(tenant), 429);
    }

    private void enter(Tenant as, int count) throws IOException {
        for (int number = 0; number < count; number++) {
            assertThat(ask(as, "Content-Length: " + body().length()).status()).isEqualTo(100);
        }
    }

    /** Sends a head, and waits for what the server says to it. */
    private RawClient.Answer ask(Tenant as, String length) throws IOException {
        RawClient client = new RawClient(gateway.base()).patience(5_000);
        inside.add(client);
        return client.send(head(as, "POST", "/Bulk") + "Expect: 100-continue\r\n" + length + "\r\n\r\n")
                .answer();
    }

    private RawClient.Answer bulk(Tenant as) throws IOException {
        String body = body();
        try (RawClient client = new RawClient(gateway.base()).patience(5_000)) {
            return client.send(head(as, "POST", "/Bulk") + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .answer();
        }
    }

    private void eventuallyIn(Tenant as) throws IOException {
        Instant late = Instant.now().plus(Duration.ofSeconds(10));
        while (bulk(as).status() != 200) {
            assertThat(Instant.now()).as("nobody came in again").isBefore(late);
        }
    }

    private int users(Tenant as) throws IOException {
        try (RawClient client = new RawClient(gateway.base())) {
            String list = client.send(head(as, "GET", "/Users?count=0") + "\r\n")
                    .answer()
                    .body();
            return Json.MAPPER.readTree(list).path("totalResults").asInt(-1);
        }
    }

    private static void assertRefused(RawClient.Answer answer, int status) throws IOException {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Retry-After")).isPresent();
        JsonNode error = Json.MAPPER.readTree(answer.body());
        assertThat(error.path("schemas").path(0).asText()).isEqualTo(Messages.ERROR);
        assertThat(error.path("status").asText()).isEqualTo(Integer.toString(status));
    }

    private static String head(Tenant as, String method, String path) {
        return method + " /scim/v2" + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + as.token()
                + "\r\nContent-Type: application/scim+json\r\n";
    }

    private static String body() {
        return "{\"Operations\":[{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"u\",\"data\":{\"userName\":\""
                + UUID.randomUUID() + "\"}}]}";
    }
}
