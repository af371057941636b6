package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.pg.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the alerts and the dashboard ask Prometheus for is there: each name, and each label with the value that they name. */
@Timeout(60)
class AlertsIT {
    private static final Path MONITORING = Path.of("k8s", "components", "monitoring");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:sluice|vertx|jvm|process)_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~?)\\\\?\"([^\"\\\\]*)\\\\?\"");
    private static final String USER =
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ada\"}";

    private static final int MORE_THAN_ADMITTED = 60;

    @Test
    void everyNameAndLabelValueOfAlertsAndDashboardOccurs() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                ServerUnderTest server = ServerUnderTest.start(
                        database.servingUrl(),
                        Map.of("SLUICE_TENANT_OPERATIONS_PER_SECOND", "1", "SLUICE_TENANT_BURST", "20"));
                HttpClient client = HttpClient.newHttpClient()) {
            for (List<String> request : List.of(
                    List.of("POST", "/Users", USER),
                    List.of("POST", "/Users", USER),
                    List.of("GET", "/Users/none", ""),
                    List.of("PATCH", "/Users/none", "{}"),
                    List.of("GET", "/Users?filter=nonsense", ""),
                    List.of("GET", "/Me", ""))) {
                send(client, server, request.get(0), request.get(1), request.get(2));
            }
            for (int i = 0; i < MORE_THAN_ADMITTED; i++) {
                client.sendAsync(request(server, "GET", "/Users/none", "").build(), BodyHandlers.discarding());
            }
            send(client, server, "GET", "/Users/none", "");
            String metrics = server.metrics().text();

            for (String file : List.of("prometheusrule.yaml", "dashboard.json")) {
                List<MatchResult> selectors = SELECTOR.matcher(Files.readString(MONITORING.resolve(file)))
                        .results()
                        .toList();
                assertThat(selectors).isNotEmpty().allSatisfy(selector -> assertOccurs(metrics, selector));
            }
        }
    }

    private static void assertOccurs(String metrics, MatchResult selector) {
        List<String> series = metrics.lines()
                .filter(line -> line.matches(selector.group(1) + "[{ ].*"))
                .toList();
        assertThat(series).as(selector.group()).isNotEmpty();
        String labels = selector.group(2) == null ? "" : selector.group(2);
        MATCHER.matcher(labels).results().forEach(matcher -> {
            for (String value : matcher.group(3).split("\\|")) {
                assertThat(series)
                        .as(selector.group())
                        .anyMatch(line -> line.contains(matcher.group(1) + "=\"" + value + "\""));
            }
        });
    }

    private static void send(HttpClient client, ServerUnderTest server, String method, String path, String body)
            throws Exception {
        client.send(request(server, method, path, body).build(), BodyHandlers.discarding());
    }

    private static HttpRequest.Builder request(ServerUnderTest server, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.tenant().base() + path))
                .header("Authorization", "Bearer " + server.tenant().token())
                .header("Content-Type", "application/scim+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }
}
