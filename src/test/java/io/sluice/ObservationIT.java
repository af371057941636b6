package io.sluice;

import static io.sluice.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.config.BearerToken;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.store.pg.Seed;
import io.sluice.store.pg.Seeder;
import io.sluice.store.pg.TestDatabase;
import io.sluice.telemetry.Meter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What an operator sees of requests: meters, one access line for each, and an id by which both sides find it again. */
@Timeout(60)
class ObservationIT {
    private static final Logger ACCESS = (Logger) LoggerFactory.getLogger("io.sluice.access");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String ADMIN_TOKEN = BearerToken.admin();

    private static TestDatabase database;
    private static ServerUnderTest server;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = ServerUnderTest.start(
                database.servingUrl(), Map.of("SLUICE_ADMIN_TOKEN", ADMIN_TOKEN, "SLUICE_ADMIN_PORT", "0"));
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void listen() {
        lines.start();
        ACCESS.setLevel(Level.INFO);
        ACCESS.setAdditive(false);
        ACCESS.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        ACCESS.detachAppender(lines);
        ACCESS.setAdditive(true);
        ACCESS.setLevel(Level.OFF);
    }

    @Test
    void theReadmeListsTheMetersAsTheyAre() throws Exception {
        List<String> readme = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("| meter |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(readme)
                .isEqualTo(Arrays.stream(Meter.values()).map(Meter::row).toList());
    }

    @Test
    void everyMeterOfTheListIsShownAndNoOther() throws Exception {
        get("/Users?count=1");
        get("/Users/none");
        System.gc();

        Set<String> shown = new TreeSet<>();
        eventually(() -> {
            shown.clear();
            Pattern.compile("(?m)^# TYPE (\\S+) ")
                    .matcher(metrics())
                    .results()
                    .map(found -> found.group(1).replaceFirst("_max$", ""))
                    .forEach(shown::add);
            return shown.size() >= Meter.values().length;
        });

        Set<String> listed =
                Arrays.stream(Meter.values()).map(Meter::exposed).collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(listed);
    }

    @Test
    void everyMeterHasTheLabelsOfTheList() throws Exception {
        get("/Users/none");
        String metrics = metrics();

        for (Meter meter : Meter.values()) {
            if (metrics.contains("\n" + meter.exposed())) {
                assertThat(labels(metrics, meter)).as(meter.exposed()).isEqualTo(new TreeSet<>(meter.labels()));
            }
        }
    }

    @Test
    void aRequestIsCountedByItsRouteAndNotByItsPath() throws Exception {
        get("/Users/c9c4d6a4-0000-4000-8000-000000000000");

        eventually(
                () -> metrics()
                        .contains(
                                "sluice_http_request_seconds_count{operation=\"get\",route=\"/scim/v2/Users/{id}\",status=\"4xx\"}"));
        assertThat(metrics()).doesNotContain("c9c4d6a4");
    }

    @Test
    void tokenAndAdministrationRequestsAreCountedByTheirRoutesToo() throws Exception {
        URI admin = server.admin();
        send(HttpRequest.newBuilder(
                        URI.create(server.tenant().base().toString()).resolve("/oauth2/token"))
                .POST(HttpRequest.BodyPublishers.noBody()));
        send(HttpRequest.newBuilder(admin.resolve("/admin/v1/tenants/under-test/tokens"))
                .header("Authorization", "Bearer " + ADMIN_TOKEN));
        send(HttpRequest.newBuilder(admin.resolve("/admin/v1/tenants/a-name")));

        for (String labels : List.of(
                "operation=\"token\",route=\"/oauth2/token\",status=\"4xx\"",
                "operation=\"administer\",route=\"/admin/v1/tenants/{tenant}/tokens\",status=\"2xx\"",
                "operation=\"administer\",route=\"none\",status=\"4xx\"")) {
            eventually(() -> metrics().contains("sluice_http_request_seconds_count{" + labels + "}"));
        }
        assertThat(metrics()).doesNotContain("a-name");
    }

    @Test
    void aRequestHasOneAccessLineWithoutAnyValueOfIts() throws Exception {
        HttpResponse<String> answer = send(request("/Users?filter=userName%20eq%20%22ada.lovelace%22")
                .header("x-request-id", "front-1")
                .header("x-ms-client-request-id", "entra-1")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(answer.headers().firstValue("x-request-id")).hasValue("front-1");
        assertThat(answer.headers().firstValue("x-ms-client-request-id")).hasValue("entra-1");
        eventually(() -> lines.list.size() == 1);
        ILoggingEvent line = lines.list.getFirst();
        Map<String, Object> fields =
                line.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
        assertThat(fields)
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.response.status_code", 200)
                .containsEntry("url.template", "/scim/v2/Users")
                .containsEntry("sluice.operation", "list")
                .containsEntry("sluice.client_request_id", "entra-1")
                .containsEntry("trace.id", "4bf92f3577b34da6a3ce929d0e0e4736")
                .containsKeys("sluice.tenant", "sluice.credential", "event.duration")
                .hasEntrySatisfying(
                        "sluice.credential",
                        credential ->
                                assertThat(credential.toString()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        assertThat(line.getFormattedMessage() + fields)
                .doesNotContain("lovelace", "filter", server.tenant().token());
    }

    @Test
    void aRefusalTellsItsKeywordAndAStrangerHasNoTenant() throws Exception {
        get("/Users?filter=nonsense");
        send(HttpRequest.newBuilder(URI.create(server.tenant().base() + "/Users")));

        eventually(() -> lines.list.size() == 2);
        assertThat(lines.list.get(0).getKeyValuePairs())
                .anySatisfy(pair -> assertThat(pair.toString()).contains("sluice.scim_type", "invalidFilter"));
        assertThat(lines.list.get(1).getKeyValuePairs())
                .noneSatisfy(pair -> assertThat(pair.key).isEqualTo("sluice.tenant"))
                .anySatisfy(pair -> assertThat(pair.toString()).contains("status_code", "401"));
    }

    @Test
    void aClientThatLeavesIsCountedAndNotInFlightForEver() throws Exception {
        URI base = server.tenant().base();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + server.tenant().token()
                                    + "\r\nContent-Type: application/scim+json\r\nContent-Length: 1000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            eventually(() -> metrics().contains("sluice_http_requests_in_flight 1.0"));
        }

        eventually(() -> metrics().contains("sluice_http_requests_in_flight 0.0"));
        assertThat(metrics())
                .contains(
                        "sluice_http_request_seconds_count{operation=\"create\",route=\"/scim/v2/Users\",status=\"aborted\"}");
    }

    @Test
    void aReaderThatLeavesInTheMiddleOfALongPageIsNotInFlightForEver() throws Exception {
        Seeder.run(
                database.ownerUrl(), BuiltInSchemas.resourceTypes(), new Seed("under-test", 10_000, 0, 0), line -> {});
        URI base = server.tenant().base();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            socket.getOutputStream()
                    .write(("GET /scim/v2/Users?count=10000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + server.tenant().token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(12)).asString().endsWith("200");
            Thread.sleep(500);
            assertThat(metrics()).contains("sluice_http_requests_in_flight 1.0");
        }

        eventually(() -> metrics().contains("sluice_http_requests_in_flight 0.0"));
        assertThat(metrics())
                .contains(
                        "sluice_http_request_seconds_count{operation=\"list\",route=\"/scim/v2/Users\",status=\"aborted\"}");
    }

    private static Set<String> labels(String metrics, Meter meter) {
        Pattern line = Pattern.compile("(?m)^" + meter.exposed() + "(?:_bucket|_count|_sum|_max)?(?:\\{(.*)})? \\S+$");
        return line.matcher(metrics)
                .results()
                .map(found -> found.group(1) == null ? "" : found.group(1))
                .flatMap(all -> Pattern.compile("(\\w+)=\"").matcher(all).results())
                .map(found -> found.group(1))
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.tenant().base() + path))
                .header("Authorization", "Bearer " + server.tenant().token());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String metrics() throws Exception {
        return server.metrics().text();
    }
}
