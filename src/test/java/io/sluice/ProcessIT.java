package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ServerUrl;
import io.sluice.store.pg.FirstStart;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar as a process, as whoever runs it meets it. */
@Timeout(180)
@BesideOthers
class ProcessIT {
    private static final Path JAR = Path.of(System.getProperty("sluice.jar", "target/sluice.jar"));
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final int TERMINATED = 143;
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    @TempDir
    private static Path shared;

    private static FirstStart firstStart;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> links = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** What the banner says. */
    private record Started(Process process, Map<String, String> lines) {
        String tenantUrl() {
            return lines.getOrDefault("Tenant URL", "");
        }

        String token() {
            return lines.getOrDefault("Secret token", "");
        }

        /** The address of the administration API, and the words before its token. */
        String[] admin() {
            return lines.getOrDefault("Admin API", "").split("  token ", 2);
        }

        String management() {
            return "http://" + lines.getOrDefault("Health, metrics", "");
        }
    }

    @BeforeAll
    static void startOnce() {
        Assumptions.assumeTrue(Files.exists(JAR), "mvn package makes the jar");
        firstStart = FirstStart.in(shared.resolve("first"));
    }

    @AfterEach
    void endProcesses() throws Exception {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        for (Path link : links) {
            Files.delete(link);
        }
    }

    @Test
    void servesOutOfTheBoxAndKeepsUserAndTokenForTheNextStart() throws Exception {
        Started first = serve(Map.of());
        String location =
                create(first, first.token()).headers().firstValue("Location").orElseThrow();
        assertThat(get(first.management() + "/health/started", "").statusCode()).isEqualTo(200);
        assertThat(get(first.management() + "/health/ready", "").statusCode()).isEqualTo(200);
        assertThat(get(first.management() + "/metrics", "").body()).contains("sluice_http_request_seconds_bucket");
        first.process().destroy();
        assertThat(first.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(status(first.process())).isEqualTo(TERMINATED);
        assertThat(embedded("cluster/postmaster.pid")).doesNotExist();

        Started second = serve(Map.of());

        assertThat(second.token()).isEqualTo(first.token());
        String id = location.substring(location.lastIndexOf('/') + 1);
        assertThat(get(second.tenantUrl() + "/Users/" + id, second.token()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void killedGatewayDoesNotKeepTheNextOneFromStarting() throws Exception {
        startsAgain();
        Started killed = serve(Map.of());
        String location =
                create(killed, killed.token()).headers().firstValue("Location").orElseThrow();
        killed.process().destroyForcibly().waitFor();
        assertThat(embedded("cluster/postmaster.pid")).exists();

        Started next = serve(Map.of());

        String id = location.substring(location.lastIndexOf('/') + 1);
        assertThat(get(next.tenantUrl() + "/Users/" + id, next.token()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void secondGatewayInTheSameDirectoryIsRefusedAndTheFirstServesOn() throws Exception {
        startsAgain();
        Started first = serve(Map.of());

        Process second = start(Map.of());

        assertThat(refusal(second)).contains("SLUICE_EMBEDDED_DIR").hasLineCount(1);
        assertThat(create(first, first.token()).statusCode()).isEqualTo(201);
    }

    @Test
    void migratesAnExternalDatabaseAndServesItWithoutShowingTheToken() throws Exception {
        try (TestDatabase database = TestDatabase.createUnmigrated()) {
            Map<String, String> environment = Map.of(
                    "SLUICE_DATABASE_URL",
                    url(database.servingUrl()),
                    "SLUICE_MIGRATION_DATABASE_URL",
                    url(database.ownerUrl()),
                    "SLUICE_BOOTSTRAP_TENANT",
                    "acme",
                    "SLUICE_BOOTSTRAP_TOKEN",
                    TOKEN);
            assertThat(refusal(start(environment)))
                    .contains("SLUICE_DATABASE_URL", "migrate")
                    .hasLineCount(1);
            assertThat(status(start(environment, "migrate"))).isZero();

            Started started = serve(environment);

            assertThat(started.lines().toString()).doesNotContain(TOKEN);
            assertThat(create(started, TOKEN).statusCode()).isEqualTo(201);
            started.process().destroy();
            status(started.process());
        }
    }

    @Test
    void badVariableOrArgumentStopsTheStartInOneLine() throws Exception {
        assertThat(refusal(start(Map.of("SLUICE_DATABASE_CONNECTIONS", "many"))))
                .contains("SLUICE_DATABASE_CONNECTIONS")
                .hasLineCount(1);
        assertThat(refusal(start(Map.of("SLUICE_HTP_PORT", "1"))))
                .contains("SLUICE_HTTP_PORT")
                .hasLineCount(1);
        assertThat(refusal(start(Map.of(), "surf"))).contains("serve, migrate").hasLineCount(1);
    }

    @Test
    void portThatIsTakenStopsTheStartInOneLineAndLeavesNoDatabaseRunning() throws Exception {
        startsAgain();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process process = start(Map.of("SLUICE_HTTP_PORT", String.valueOf(taken.getLocalPort())));

            assertThat(refusal(process)).contains("SLUICE_HTTP_PORT").hasLineCount(1);
            assertThat(embedded("cluster/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void thePrintedLineCreatesAUser() throws Exception {
        startsAgain();
        Process process = serve(Map.of()).process();
        String line = output(process)
                .lines()
                .filter(printed -> printed.startsWith("curl "))
                .findFirst()
                .orElseThrow();

        Process curl = new ProcessBuilder("sh", "-c", line).start();

        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 201 ");
    }

    @Test
    void thePrintedAdministrationTokenMakesATenantThatProvisions() throws Exception {
        startsAgain();
        Started started = serve(Map.of());
        String[] admin = started.admin();

        HttpResponse<String> tenant = client.send(
                request("http://" + admin[0] + "/tenants", admin[1])
                        .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"acme\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(tenant.statusCode()).as(tenant.body()).isEqualTo(201);
        String secret = new JsonObject(tenant.body()).getJsonObject("token").getString("secret");
        assertThat(create(started, secret).statusCode()).isEqualTo(201);
        assertThat(errors(started.process()) + output(started.process())).doesNotContain(secret);
    }

    @Test
    void finishesWhatHasBegunBeforeItEnds() throws Exception {
        startsAgain();
        Started started = serve(Map.of());
        String body = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"late\"}";
        try (Socket socket =
                new Socket("localhost", URI.create(started.tenantUrl()).getPort())) {
            socket.setSoTimeout(10_000);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            write(
                    socket,
                    "POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + started.token()
                            + "\r\nExpect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(answers.readLine()).startsWith("HTTP/1.1 100 ");
            assertThat(answers.readLine()).isEmpty();

            started.process().destroy();

            int ready = 200;
            for (int asked = 0; asked < 60 && ready == 200; asked++) {
                ready = get(started.management() + "/health/ready", "").statusCode();
                Thread.sleep(50);
            }
            assertThat(ready).isEqualTo(503);
            assertThat(get(started.management() + "/health/live", "").statusCode())
                    .isEqualTo(200);
            write(socket, body);
            assertThat(answers.readLine()).startsWith("HTTP/1.1 201 ");
        }
        assertThat(started.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(embedded("cluster/postmaster.pid")).doesNotExist();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Test
    void versionAndHelpAnswer() throws Exception {
        Process version = start(Map.of(), "--version");
        assertThat(status(version)).isZero();
        assertThat(output(version)).startsWith("sluice ").hasLineCount(1);
        Process help = start(Map.of(), "--help");
        assertThat(status(help)).isZero();
        assertThat(output(help)).contains("SLUICE_DATABASE_URL");
    }

    private HttpResponse<String> create(Started started, String token) throws IOException, InterruptedException {
        HttpResponse<String> created = client.send(
                request(started.tenantUrl() + "/Users", token)
                        .header("Content-Type", "application/scim+json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ada\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created;
    }

    private HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        return client.send(request(url, token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
    }

    private Started serve(Map<String, String> environment) throws IOException, InterruptedException {
        Process process = start(environment);
        // Written last, and at once.
        for (long end = System.nanoTime() + DEADLINE.toNanos(); !output(process).contains("curl "); Thread.sleep(50)) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as(() -> output(process) + errors(process))
                    .isTrue();
        }
        Map<String, String> lines = new HashMap<>();
        // Two blanks, the name padded to 16 characters, the value.
        output(process)
                .lines()
                .filter(line -> line.startsWith("  ") && line.length() > 18)
                .forEach(line -> lines.put(line.substring(2, 18).strip(), line.substring(18)));
        return new Started(process, lines);
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        // Processes that live for seconds: the optimising compiler would cost more than it gains.
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment()
                .putAll(Map.of(
                        "SLUICE_HTTP_PORT", "0",
                        "SLUICE_MANAGEMENT_PORT", "0",
                        "SLUICE_ADMIN_PORT", "0",
                        "SLUICE_EMBEDDED_DIR", embedded("").toString()));
        builder.environment().putAll(environment);
        if (environment.containsKey("SLUICE_DATABASE_URL")) {
            // The databases of tests come and go.
            builder.environment().putIfAbsent("SLUICE_DATABASE_UNSAFE", "true");
        }
        int number = processes.size();
        builder.redirectOutput(directory.resolve(number + ".out").toFile());
        builder.redirectError(directory.resolve(number + ".err").toFile());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Spares a test the seconds that a first start takes. */
    private void startsAgain() throws IOException, InterruptedException {
        firstStart.copyTo(embedded(""));
        links.add(FirstStart.linkPrograms(embedded("")));
    }

    private Path embedded(String path) {
        return directory.resolve("embedded").resolve(path);
    }

    private String refusal(Process process) throws InterruptedException {
        assertThat(status(process)).isEqualTo(2);
        return errors(process);
    }

    private static int status(Process process) throws InterruptedException {
        assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output(Process process) {
        return content(process, ".out");
    }

    private String errors(Process process) {
        return content(process, ".err").strip();
    }

    private String content(Process process, String extension) {
        try {
            return Files.readString(directory.resolve(processes.indexOf(process) + extension));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String url(ServerUrl server) {
        return "postgresql://" + server.user() + ":" + server.password().value() + "@" + server.host() + ":"
                + server.port() + "/" + server.database();
    }
}
