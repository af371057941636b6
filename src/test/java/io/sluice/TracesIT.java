package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.CollectorUnderTest.Span;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What a collector of traces gets of requests over a real socket, and that requests are none the worse where there is no collector. */
@Timeout(60)
class TracesIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void aRequestIsASpanOfItsCallersTraceWithItsStatementsBelow() throws Exception {
        try (CollectorUnderTest collector = new CollectorUnderTest();
                ServerUnderTest server = traced(collector.endpoint())) {
            String id = create(server, "who.is.traced");

            int status = send(server, "/Users/" + id, "GET", "").statusCode();

            List<Span> trace = collector.awaitTraceWith(span -> span.name().equals("GET /scim/v2/Users/{id}"));
            Span request = trace.stream()
                    .filter(span -> span.name().equals("GET /scim/v2/Users/{id}"))
                    .findFirst()
                    .orElseThrow();
            assertThat(status).isEqualTo(200);
            assertThat(request.trace()).isEqualTo(TRACE);
            assertThat(request.parent()).isEqualTo(CALLER);
            assertThat(request.status()).isZero();
            assertThat(request.attributes())
                    .isEqualTo(Map.of(
                            "http.request.method", "GET",
                            "http.response.status_code", "200",
                            "http.route", "/scim/v2/Users/{id}",
                            "url.scheme", "http"));
            assertThat(trace)
                    .filteredOn(span -> span.parent().equals(request.id()))
                    .extracting(Span::name, Span::attributes)
                    .contains(org.assertj.core.groups.Tuple.tuple(
                            "find", Map.of("db.query.summary", "find", "db.system.name", "postgresql")));
        }
    }

    @Test
    void nothingThatAClientSentIsInWhatTheCollectorGets() throws Exception {
        try (CollectorUnderTest collector = new CollectorUnderTest();
                ServerUnderTest server = traced(collector.endpoint())) {
            String id = create(server, "secret.person");
            create(server, "secret.person");
            send(server, "/Users?filter=userName%20eq%20%22secret.person%22", "GET", "");
            send(server, "/Users/" + id, "GET", "");
            send(server, "/secret.path", "BREW", "secret.body");
            collector.awaitTraceWith(span -> span.name().equals("HTTP /scim/v2/{type}"));

            assertThat(collector.bytes())
                    .contains("POST /scim/v2/Users", "find", "create")
                    .doesNotContain("secret", id, server.tenant().token(), "BREW", "under-test", "sluice.resource");
        }
    }

    @Test
    void aCollectorThatIsNotThereCostsOneLineAndNothingElse() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger("io.sluice.observe.SpanSender");
        lines.start();
        log.addAppender(lines);
        try (ServerUnderTest server = traced(URI.create("http://127.0.0.1:" + closedPort()))) {
            for (int batch = 0; batch < 3; batch++) {
                assertThat(send(server, "/Users?count=0", "GET", "").statusCode())
                        .isEqualTo(200);
                Thread.sleep(1_100);
            }
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "The collector of OTEL_EXPORTER_OTLP_ENDPOINT takes no traces; they are dropped until it does.");
    }

    @Test
    void whatIsLeftIsSentAtTheEndButACollectorThatNeverAnswersIsNotWaitedFor() throws Exception {
        try (CollectorUnderTest collector = new CollectorUnderTest()) {
            try (ServerUnderTest server = traced(collector.endpoint())) {
                send(server, "/Schemas", "GET", "");
            }
            assertThat(collector.spans()).extracting(Span::name).contains("GET /scim/v2/Schemas");
        }
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ServerUnderTest server = traced(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            send(server, "/Schemas", "GET", "");
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
    }

    private static ServerUnderTest traced(URI collector) {
        return ServerUnderTest.start(
                database.servingUrl(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.toString()));
    }

    private static String create(ServerUnderTest server, String name) throws Exception {
        String body = send(
                        server,
                        "/Users",
                        "POST",
                        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\"}"
                                .formatted(name))
                .body();
        return new JsonObject(body).getString("id", "");
    }

    private static HttpResponse<String> send(ServerUnderTest server, String path, String method, String body)
            throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.tenant().base() + path))
                        .header("Authorization", "Bearer " + server.tenant().token())
                        .header("Content-Type", "application/scim+json")
                        .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                        .header("tracestate", "vendor=secret")
                        .header("x-request-id", "secret-request")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
