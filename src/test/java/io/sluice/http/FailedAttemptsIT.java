package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.config.BearerToken;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Who tries tokens, secrets and assertions that nobody knows, with and without a proxy in front that says who it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FailedAttemptsIT {
    /** More than are let in, however slow the machine. */
    private static final int MOST = 3_000;

    /** As many have at least who have not tried yet; a few come back each second to who has none left. */
    private static final int FRESH = 100;

    private GatewayInstance alone;
    private GatewayInstance behindProxy;

    @BeforeAll
    void start() throws Exception {
        HttpVerticle.Bounds wide = GatewayUnderTest.wide();
        alone = GatewayInstance.start(GatewayUnderTest.database().servingUrl(), 0, wide);
        behindProxy = GatewayInstance.start(
                GatewayUnderTest.database().servingUrl(),
                0,
                new HttpVerticle.Bounds(wide.limits(), wide.connections(), wide.timeouts(), "127.0.0.1"::equals));
    }

    @AfterAll
    void stop() throws Exception {
        alone.close();
        behindProxy.close();
    }

    @Test
    void behindATrustedProxyEachClientHasTriesOfItsOwn() throws Exception {
        try (RawClient client = new RawClient(behindProxy.base())) {
            assertThat(tries(client, () -> get(from("192.0.2.1")))).isBetween(FRESH, MOST - 1);

            assertThat(tries(client, () -> get(from("192.0.2.1")))).isLessThan(FRESH);
            assertThat(tries(client, () -> get(from("198.51.100.7, 192.0.2.1"))))
                    .as("what the client wrote itself")
                    .isLessThan(FRESH);
            assertThat(status(client, get(from("192.0.2.2")))).isEqualTo(401);
            assertThat(status(client, get("X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.3\r\n")))
                    .isEqualTo(401);
        }
    }

    @Test
    void whatSomebodyElseSaysOfAddressesIsNotRead() throws Exception {
        Iterator<String> addresses = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "10." + (i / 65_536) + "." + (i / 256 % 256) + "." + (i % 256))
                .iterator();
        try (RawClient client = new RawClient(alone.base())) {
            assertThat(tries(client, () -> {
                        String address = addresses.next();
                        return get(from(address) + "Forwarded: for=" + address + "\r\nX-Real-IP: " + address + "\r\n");
                    }))
                    .isBetween(FRESH, MOST - 1);
        }
    }

    @Test
    void secretsAndAssertionsAreCountedLikeTokens() throws Exception {
        try (RawClient client = new RawClient(behindProxy.base())) {
            assertThat(tries(client, () -> secret(from("192.0.2.10")))).isBetween(FRESH, MOST - 1);
            RawClient.Answer refused = refusal(client, () -> secret(from("192.0.2.10")));
            assertThat(refused.header("Retry-After")).isPresent();
            assertThat(refused.body()).contains("\"error\":\"temporarily_unavailable\"");

            assertThat(tries(client, () -> get(from("192.0.2.10"))))
                    .as("of one address together")
                    .isLessThan(FRESH);
            assertThat(status(client, secret(from("192.0.2.11")))).isEqualTo(401);
        }
    }

    /** What is refused by its look costs nothing, and uses nothing up. */
    @Test
    void malformedOnesAreNotCounted() throws Exception {
        String secret = BearerToken.secret(UUID.randomUUID());
        try (RawClient client = new RawClient(behindProxy.base())) {
            for (int i = 0; i < 300; i++) {
                assertThat(status(client, form(from("192.0.2.20"), secret.substring(1) + i)))
                        .isEqualTo(401);
            }
        }
    }

    /** Until they are too many. */
    private static int tries(RawClient client, Supplier<String> request) throws Exception {
        int tries = 0;
        while (status(client, request.get()) != 429 && tries < MOST) {
            tries++;
        }
        return tries;
    }

    private static RawClient.Answer refusal(RawClient client, Supplier<String> request) throws Exception {
        for (int tried = 0; tried < FRESH; tried++) {
            RawClient.Answer answer = client.send(request.get()).answer();
            if (answer.status() == 429) {
                return answer;
            }
        }
        throw new AssertionError("there is no end to it");
    }

    private static int status(RawClient client, String request) throws Exception {
        return client.send(request).answer().status();
    }

    private static String from(String addresses) {
        return "X-Forwarded-For: " + addresses + "\r\n";
    }

    private static String get(String headers) {
        return "GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + headers + "Authorization: Bearer " + BearerToken.tenant()
                + "\r\n\r\n";
    }

    private static String secret(String headers) {
        return form(headers, BearerToken.secret(UUID.randomUUID()));
    }

    private static String form(String headers, String secret) {
        String body = "grant_type=client_credentials&client_id=" + UUID.randomUUID() + "&client_secret=" + secret;
        return "POST /oauth2/token HTTP/1.1\r\nHost: x\r\n" + headers
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }
}
