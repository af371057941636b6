package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.limits.Limits;
import io.sluice.store.TenantLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that ask and do not read. Each takes a byte now and then, and sends an empty line, so that the connection is never idle; the
 * system's buffers between the two take some megabytes, so that only a larger answer shows anything.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SlowReadersIT {
    private static final int RECEIVE_BUFFER = 4_096;
    private static final int LARGE = 5 << 20;
    private static final int MEDIUM = 60_000;
    private static final int MANY = 120;

    /** So fast that what the buffers have taken is no reason to wait. */
    private static final int LEAST_PACE = 100 << 20;

    /** Milliseconds, after which a connection counts as not cut off at all: who is slow is cut off after one second. */
    private static final long NEVER = 20_000;

    private final GatewayUnderTest.Tenant somewhere = GatewayUnderTest.newTenant();
    private GatewayInstance gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = GatewayUnderTest.beside(
                new Limits(new Limits.Settings(
                        new TenantLimits(100_000, 100_000, 10), 1_000, Duration.ofSeconds(5), 100 << 20)),
                100,
                new Timeouts(
                        Duration.ofSeconds(50),
                        Duration.ofSeconds(50),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(1_000),
                        LEAST_PACE));
        try (RawClient client = new RawClient(gateway.base())) {
            for (int i = 0; i < 3; i++) {
                create(client, "large-" + i, LARGE);
            }
            create(client, "medium", MEDIUM);
        }
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void whoStopsReadingALongPageIsCutOff() throws Exception {
        assertThat(millisUntilCut(get("/Users?count=100"))).isLessThan(NEVER);
    }

    @Test
    void whoStopsReadingOneLargeAnswerIsCutOff() throws Exception {
        assertThat(millisUntilCut(get("/Users?filter=userName%20eq%20%22large-0%22")))
                .isLessThan(NEVER);
    }

    @Test
    void whoAsksAgainAndAgainWithoutReadingIsCutOff() throws Exception {
        assertThat(millisUntilCut(
                        get("/Users?filter=userName%20eq%20%22medium%22").repeat(MANY)))
                .isLessThan(NEVER);
    }

    @Test
    void whoReadsGetsEverything() throws Exception {
        try (RawClient client = new RawClient(gateway.base())) {
            client.send(get("/Users?filter=userName%20eq%20%22medium%22").repeat(MANY));
            for (int i = 0; i < MANY; i++) {
                assertThat(client.answer().body()).hasSizeGreaterThan(MEDIUM);
            }

            assertThat(client.send(get("/Users?count=100")).answer().body()).hasSizeGreaterThan(3 * LARGE);
        }
    }

    private void create(RawClient client, String name, int size) throws IOException {
        String body = IntStream.range(0, size / 1_000)
                .mapToObj(n -> "{\"type\":\"" + n + "\",\"value\":\"" + "x".repeat(1_000) + "\"}")
                .collect(Collectors.joining(",", "{\"userName\":\"" + name + "\",\"photos\":[", "]}"));
        RawClient.Answer created = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token()
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .answer();
        assertThat(created.status()).as(created.body()).isEqualTo(201);
    }

    /** How long the server keeps the connection and what was to be written to it. */
    private long millisUntilCut(String requests) throws Exception {
        long begin = System.nanoTime();
        try (RawClient client = new RawClient(gateway.base(), RECEIVE_BUFFER)) {
            client.send(requests).patience(100);
            while (!isCut(client) && System.nanoTime() - begin < NEVER * 1_000_000) {
                Thread.sleep(100);
            }
            return (System.nanoTime() - begin) / 1_000_000;
        }
    }

    private static boolean isCut(RawClient client) throws IOException {
        try {
            boolean ended = client.isClosedByServer();
            client.send("\r\n");
            return ended;
        } catch (IOException reset) {
            return true;
        }
    }

    private String get(String path) {
        return "GET /scim/v2" + path + " HTTP/1.1\r\nHost: x\r\n" + token() + "\r\n";
    }

    private String token() {
        return "Authorization: Bearer " + somewhere.token() + "\r\n";
    }
}
