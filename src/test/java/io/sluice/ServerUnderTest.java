package io.sluice;

import io.sluice.config.BearerToken;
import io.sluice.config.GatewayConfig;
import io.sluice.config.ServerUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that {@code serve} opens, in this JVM, on ports of its own and an external database, with one tenant. */
public final class ServerUnderTest implements AutoCloseable {
    private static final Pattern MANAGEMENT = Pattern.compile("Health, metrics (\\S+)");
    private static final Pattern ADMIN = Pattern.compile("Admin API\\s+(\\S+)");
    private static final Pattern TENANT_URL = Pattern.compile("Tenant URL\\s+(\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server;
    private final String banner;
    private final String token;

    private ServerUnderTest(Server server, String banner, String token) {
        this.server = server;
        this.banner = banner;
        this.token = token;
    }

    /** @param more variables of the environment */
    public static ServerUnderTest start(ServerUrl database, Map<String, String> more) {
        String token = BearerToken.tenant();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> environment = environment(database);
        environment.putAll(Map.of(
                "SLUICE_HTTP_PORT", "0",
                "SLUICE_HTTP_HOST", "127.0.0.1",
                "SLUICE_MANAGEMENT_PORT", "0",
                "SLUICE_BOOTSTRAP_TENANT", "under-test",
                "SLUICE_BOOTSTRAP_TOKEN", token));
        environment.putAll(more);
        Server server =
                Server.start(GatewayConfig.from(environment), new PrintStream(out, true, StandardCharsets.UTF_8));
        return new ServerUnderTest(server, out.toString(StandardCharsets.UTF_8), token);
    }

    /** What names a database to the gateway. */
    public static Map<String, String> environment(ServerUrl database) {
        String password = URLEncoder.encode(database.password().value(), StandardCharsets.UTF_8);
        return new HashMap<>(Map.of(
                "SLUICE_DATABASE_URL",
                "postgresql://" + database.user() + ":" + password + "@" + database.host() + ":" + database.port() + "/"
                        + database.database(),
                // The databases of tests come and go.
                "SLUICE_DATABASE_UNSAFE",
                "true",
                "SLUICE_DRAIN_SECONDS",
                "0"));
    }

    public GatewayUnderTest.Tenant tenant() {
        return new GatewayUnderTest.Tenant(URI.create(found(TENANT_URL)), token);
    }

    /** Of the administration API. */
    public URI admin() {
        return URI.create("http://" + found(ADMIN));
    }

    /** What its meters say at the moment. */
    public MetricsPage metrics() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + found(MANAGEMENT) + "/metrics"))
                .build();
        return new MetricsPage(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }

    private String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(banner);
        if (!matcher.find()) {
            throw new IllegalStateException(banner);
        }
        return matcher.group(1);
    }
}
