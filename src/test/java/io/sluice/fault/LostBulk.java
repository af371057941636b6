package io.sluice.fault;

import io.sluice.GatewayUnderTest.Tenant;
import io.sluice.ServerUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Bulk while its connections lead nowhere: an answer in time, and new connections afterwards, whether an operation or a transaction met it. */
final class LostBulk implements AutoCloseable {
    private static final String USER =
            "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"%s\",\"data\":{\"userName\":\"%s\",\"%s\":{\"manager\":{\"value\":\"bulkId:%s\"}}}}";
    /** For a machine that is busy with other faults; without new connections it would never. */
    private static final Duration RECOVERED = Duration.ofSeconds(20);

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final AilingDatabase database;
    private final ServerUnderTest server;

    private LostBulk(AilingDatabase database, ServerUnderTest server) {
        this.database = database;
        this.server = server;
    }

    static LostBulk prepare() throws Exception {
        AilingDatabase database = DistantDatabase.start();
        return new LostBulk(
                database, ServerUnderTest.start(database.serving(), Map.of("SLUICE_DATABASE_CONNECTIONS", "5")));
    }

    record Outcome(String before, String meanwhile, Duration took, String after) {}

    Outcome run(Duration fault) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String before = circle(client, server.tenant());
            database.become(Fault.BLACK_HOLE);
            long sent = System.nanoTime();
            String meanwhile = circle(client, server.tenant());
            Duration took = Duration.ofNanos(System.nanoTime() - sent);
            Thread.sleep(Math.max(0, fault.minus(took).toMillis()));
            database.become(Fault.NONE);
            long cured = System.nanoTime();
            String after = circle(client, server.tenant());
            while (!after.equals(before) && System.nanoTime() - cured < RECOVERED.toNanos()) {
                Thread.sleep(100);
                after = circle(client, server.tenant());
            }
            return new Outcome(before, meanwhile, took, after);
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
        database.close();
    }

    /** Two users, each the other's manager, which takes one transaction: the statuses of request and operations. */
    private static String circle(HttpClient client, Tenant tenant) throws Exception {
        String body = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                + user("a", "b") + "," + user("b", "a") + "]}";
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(tenant.base() + "/Bulk"))
                        .header("Authorization", "Bearer " + tenant.token())
                        .header("Content-Type", "application/scim+json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        StringBuilder statuses = new StringBuilder(Integer.toString(response.statusCode()));
        Pattern.compile("\"status\":\"(\\d+)\"")
                .matcher(response.body())
                .results()
                .forEach(status -> statuses.append(' ').append(status.group(1)));
        return statuses.toString();
    }

    private static String user(String own, String other) {
        return USER.formatted(own, UUID.randomUUID(), ENTERPRISE, other);
    }
}
