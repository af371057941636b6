package io.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigException;
import io.sluice.config.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ManagementServerIT {
    private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);

    private final Instruments instruments = new Instruments();
    private final Vertx vertx = instruments.vertx(new VertxOptions());
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Supplier<Future<Boolean>> check = () -> Future.succeededFuture(true);
    private ManagementServer server;

    @BeforeEach
    void listen() throws Exception {
        server = ManagementServer.listen(
                        vertx,
                        ANY_PORT,
                        instruments,
                        List.of(new ManagementServer.Check("database", () -> check.get())))
                .await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        instruments.close();
    }

    @Test
    void isAliveButNeitherStartedNorReadyDuringTheStart() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/started").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"DOWN\"}");
    }

    @Test
    void isReadyOnceStarted() throws Exception {
        server.started();

        assertThat(get("/health/started").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"status\":\"UP\"", "\"id\":\"database\"");
        assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void staysAliveWhenTheCheckFailsThrowsOrNeverAnswers() throws Exception {
        server.started();
        for (Supplier<Future<Boolean>> bad : List.<Supplier<Future<Boolean>>>of(
                () -> Future.succeededFuture(false),
                () -> Future.failedFuture("the database is down"),
                () -> {
                    throw new IllegalStateException("no pool");
                },
                () -> Promise.<Boolean>promise().future())) {
            check = bad;
            Thread.sleep(600);

            HttpResponse<String> ready = get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"id\":\"database\",\"status\":\"DOWN\"");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/started").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void howeverManyProbesComeTheDatabaseIsAskedFewQuestions() throws Exception {
        server.started();
        AtomicInteger questions = new AtomicInteger();
        check = () -> {
            questions.incrementAndGet();
            return vertx.timer(200, TimeUnit.MILLISECONDS).map(true);
        };

        List<CompletableFuture<HttpResponse<String>>> probes = IntStream.range(0, 50)
                .mapToObj(n -> client.sendAsync(request("GET", "/health/ready"), HttpResponse.BodyHandlers.ofString()))
                .toList();

        assertThat(probes)
                .allSatisfy(probe -> assertThat(probe.get().statusCode()).isEqualTo(200));
        assertThat(questions).hasValueLessThan(10);
    }

    @Test
    void isNotReadyButAliveWhileDraining() throws Exception {
        server.started();
        server.draining();

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/started").statusCode()).isEqualTo(200);
    }

    @Test
    void metersAreInThePrometheusFormat() throws Exception {
        HttpResponse<String> metrics = get("/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    void headAnswersLikeGetWithoutTheBody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/health/live");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).hasValue("15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void refusesMethodsThatChangeThings(String method) throws Exception {
        HttpResponse<String> refusal = send(method, "/health/live");

        assertThat(refusal.statusCode()).isEqualTo(405);
        assertThat(refusal.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/live/", "/metrics/x", "/scim/v2/Users"})
    void knowsNoOtherPath(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void survivesAClientThatLeavesBeforeTheAnswer() throws Exception {
        server.started();
        check = () -> vertx.timer(100, TimeUnit.MILLISECONDS).map(true);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void namesTheVariableOfAPortThatIsTaken() throws Exception {
        Endpoint taken = new Endpoint("127.0.0.1", server.port());
        Vertx other = Vertx.vertx();
        try {
            assertThatThrownBy(() -> ManagementServer.listen(other, taken, instruments, List.of())
                            .await(10, TimeUnit.SECONDS))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("SLUICE_MANAGEMENT_PORT")
                    .hasMessageContaining(taken.display());
        } finally {
            other.close().await(10, TimeUnit.SECONDS);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }
}
