package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayUnderTest;
import io.sluice.config.BearerToken;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge of HTTP/1.1 (RFC 9112), byte by byte: whatever is sent, nothing passes the credential check by its shape. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HttpEdgeIT {
    private static final String USER =
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\"}";
    private static final int KIB = 1_024;

    private final GatewayUnderTest.Tenant tenant = GatewayUnderTest.newTenant();

    @Test
    void answersHttp10AndEndsTheConnection() throws IOException {
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("GET /scim/v2/Users HTTP/1.0\r\n" + token() + "\r\n")
                    .answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void http10WithoutTokenIsRefused() throws IOException {
        assertThat(ask("GET /scim/v2/Users HTTP/1.0\r\n\r\n").status()).isEqualTo(401);
    }

    /** RFC 9112 section 3.2.2: a server must accept it. */
    @Test
    void takesTheAbsoluteFormOfAnAddress() throws IOException {
        String line = "GET http://elsewhere.example/scim/v2/Users?count=0 HTTP/1.1\r\nHost: x\r\n";

        assertThat(ask(line + token() + "\r\n").status()).isEqualTo(200);
        assertThat(ask(line + "\r\n").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/scim/v2/%55sers",
                "/%73cim/v2/Users",
                "/scim/v2/x/../Users",
                "/scim/v2/x/%2e%2e/Users",
                "/scim/v2/x/%2E./Users",
                "/scim/v2/./Users",
                "/x/../scim/v2/Users"
            })
    void readsAPathInAnyEncodingAsTheSame(String path) throws IOException {
        assertThat(get(path, token()).status()).as(path).isEqualTo(200);
        assertThat(get(path, "").status()).as(path).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/scim/v2/Users;x",
                "/scim/v2/Users;x=1",
                "/scim/v2;x/Users",
                "/scim/v2/Users%2F",
                "/scim/v2%2FUsers",
                "/scim/v2/users",
                "/scim/v2/Users%00",
                "/scim/v2/Users%0d%0a",
                "/scim/v2/..",
                "/scim/v2/Users/../../..",
                "/scim/v3/Users",
                "/",
                "/scim/v2/Users/%2e%2e%2fUsers",
                "/admin/v1/tenants",
                "/metrics",
                "/health/live"
            })
    void anotherPathNamesNothing(String path) throws IOException {
        assertThat(get(path, token()).status()).as(path).isEqualTo(404);
        assertThat(get(path, "").status()).as(path).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//scim/v2/Users", "/scim//v2/Users", "/scim/v2//Users", "/scim/v2/Users//", "///"})
    void slashesInARowOpenNothing(String path) throws IOException {
        assertThat(get(path, token()).status()).as(path).isIn(200, 404);
        assertThat(get(path, "").status()).as(path).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/scim/v2/Users%", "/scim/v2/Users%zz", "/scim/v2/Users%c0%ae", "/scim/v2/Users?filter=%"})
    void malformedEncodingIsAnswered(String path) throws IOException {
        assertThat(get(path, token()).status()).as(path).isIn(200, 400, 404);
        assertThat(get(path, "").status()).as(path).isIn(400, 401);
    }

    static Stream<String> malformed() {
        return Stream.of(
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "Content-Length: 5, 6\r\n\r\nhello",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +5\r\n\r\nhello",
                "Content-Length: 0x5\r\n\r\nhello",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "X-Name: a\u0000b\r\n\r\n",
                "X\u0000Name: a\r\n\r\n",
                "X-Name : a\r\n\r\n",
                "No colon\r\n\r\n");
    }

    /** RFC 9112 sections 5 and 6; RFC 9110 section 5.5. */
    @ParameterizedTest
    @MethodSource("malformed")
    void malformedHeadersAreRefusedAndTheConnectionEnded(String rest) throws IOException {
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token() + rest)
                    .answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    /** The request is under way by then: the connection ends, with or without an answer. */
    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-1\r\n", "5\r\nhello!!\r\n0\r\n\r\n", "ffffffffffffffffffff\r\n"})
    void malformedChunksEndTheConnection(String chunks) throws IOException {
        try (RawClient client = client()) {
            client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token() + "Transfer-Encoding: chunked\r\n\r\n"
                    + chunks);

            assertThat(client.answerOrEnd().map(RawClient.Answer::status).orElse(400))
                    .isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    /** RFC 9112 section 6.1: either refused, or read as chunks with the connection ended after it. */
    @Test
    void twoLengthsOfOneBodyNeverBecomeTwoRequests() throws IOException {
        String smuggled = "GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token() + "\r\n";
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token()
                            + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled)
                    .answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity", "chunked, gzip", "xchunked"})
    void anyOtherTransferCodingIsRefused(String coding) throws IOException {
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token()
                            + "Transfer-Encoding: " + coding + "\r\n\r\n")
                    .answer();

            assertThat(answer.status()).isBetween(400, 501);
        }
    }

    /** RFC 9112 section 5.2: refused, or the fold read as a blank. */
    @Test
    void foldedHeaderIsOneHeaderOrRefused() throws IOException {
        String folded = "GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Name: a\r\n %s\r\n\r\n";

        assertThat(ask(folded.formatted(token().strip())).status()).isIn(400, 401);
    }

    @Test
    void tooLongALineIs414AndTooManyHeadersAre431() throws IOException {
        assertThat(get("/scim/v2/Users?filter=" + "a".repeat(17 * KIB), token()).status())
                .isEqualTo(414);
        assertThat(get("/scim/v2/Users", token() + "X-Name: " + "a".repeat(17 * KIB) + "\r\n")
                        .status())
                .isEqualTo(431);
    }

    static Stream<String> strangers() {
        return Stream.of(
                "",
                "Authorization: Bearer " + BearerToken.tenant() + "\r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Basic YTpi\r\n",
                "Authorization:\r\n");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void strangersAreRefusedWhateverTheyAskFor(String authorization) throws IOException {
        List<String> paths = List.of(
                "/",
                "/scim/v2",
                "/scim/v2/Users",
                "/scim/v2/Users/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11",
                "/scim/v2/Groups",
                "/scim/v2/.search",
                "/scim/v2/Schemas",
                "/scim/v2/ServiceProviderConfig",
                "/scim/v2/Me",
                "/scim/v2/Bulk",
                "/scim/v2/nothing",
                "/favicon.ico");
        for (String path : paths) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")) {
                RawClient.Answer answer = ask(
                        method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization + "\r\n");

                assertThat(answer.status()).as(method + " " + path).isEqualTo(401);
            }
        }
    }

    @Test
    void theFirstOfTwoTokensDoesNotLendItselfToTheSecond() throws IOException {
        String wrong = "Authorization: Bearer " + BearerToken.tenant() + "\r\n";

        assertThat(get("/scim/v2/Users", wrong + token()).status()).isIn(400, 401);
    }

    /** The answer comes before the body does; what follows of it is dropped. */
    @Test
    void strangersAreRefusedBeforeTheirBodyArrives() throws IOException {
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n"
                            + "Content-Type: application/scim+json\r\nContent-Length: 1073741824\r\n\r\n{")
                    .answer();

            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void aFloodOfAStrangerIsNotKeptInMemory() throws IOException {
        String megabyte = "x".repeat(KIB * KIB);
        System.gc();
        long before = used();
        try (RawClient client = client()) {
            client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n");
            try {
                for (int sent = 0; sent < 300; sent++) {
                    client.send(megabyte);
                }
            } catch (IOException closedByServer) {
                // It may end the connection as soon as it has refused.
            }
            System.gc();

            assertThat(used() - before).isLessThan(100L * KIB * KIB);
        }
    }

    @Test
    void aBodyThatIsDeclaredTooLargeIsRefusedBeforeItArrives() throws IOException {
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token()
                            + "Content-Type: application/scim+json\r\nContent-Length: 8388609\r\n\r\n{")
                    .answer();

            assertThat(answer.status()).isEqualTo(413);
        }
    }

    /** RFC 9110 section 10.1.1. */
    @Test
    void asksForABodyOnlyWhenItKnowsWhoseItIs() throws IOException {
        String body = USER.formatted("expected");
        String request = "POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                + "Content-Type: application/scim+json\r\nContent-Length: " + body.length() + "\r\n";

        try (RawClient client = client()) {
            assertThat(client.send(request + "\r\n").answer().status()).isEqualTo(401);
        }
        try (RawClient client = client()) {
            assertThat(client.send(request + token() + "\r\n").answer().status())
                    .isEqualTo(100);
            assertThat(client.send(body).answer().status()).isEqualTo(201);
        }
    }

    @Test
    void answersComeInTheOrderOfTheirRequests() throws IOException {
        String head = " HTTP/1.1\r\nHost: x\r\n";
        try (RawClient client = client()) {
            client.send("GET /scim/v2/Users" + head + token() + "\r\n" + "GET /scim/v2/Users" + head + "\r\n"
                    + "GET /scim/v2/nothing" + head + token() + "\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(401);
            assertThat(client.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void aBodyInChunksIsTaken() throws IOException {
        String body = USER.formatted("chunked");
        String chunks = "5\r\n" + body.substring(0, 5) + "\r\n" + Integer.toHexString(body.length() - 5) + "\r\n"
                + body.substring(5) + "\r\n0\r\n\r\n";

        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n" + token()
                            + "Content-Type: application/scim+json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
                    .answer();

            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "SSH-2.0-x\r\n",
                "\u0000\u0000\u0000\r\n\r\n"
            })
    void whatIsNoHttpGetsNoSuccess(String bytes) throws IOException {
        try (RawClient client = client().patience(2_000)) {
            assertThat(client.send(bytes + "\r\n\r\n")
                            .answerOrEnd()
                            .map(RawClient.Answer::status)
                            .orElse(400))
                    .isBetween(400, 505);
        }
        assertThat(get("/scim/v2/Users", token()).status()).isEqualTo(200);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private String token() {
        return "Authorization: Bearer " + tenant.token() + "\r\n";
    }

    private RawClient client() throws IOException {
        return new RawClient(tenant.base());
    }

    private RawClient.Answer get(String path, String headers) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n");
    }

    private RawClient.Answer ask(String request) throws IOException {
        try (RawClient client = client()) {
            client.send(request);
            return request.startsWith("HEAD") ? client.headOnly() : client.answer();
        }
    }
}
