package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayUnderTest.Tenant;
import io.sluice.store.pg.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests of so many creations that they are several statements, of which two are under way at once. */
@Timeout(60)
class BulkSetsIT {
    private static final int CREATIONS = 1_000;
    private static final int NONE = -1;

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestDatabase database = TestDatabase.create();
    private final ServerUnderTest server = ServerUnderTest.start(database.servingUrl(), Map.of());
    private final Tenant tenant = server.tenant();

    @AfterEach
    void stop() {
        server.close();
        database.close();
    }

    @Test
    void ofTwoWithOneNameTheFirstIsCreatedHoweverFarApart() throws Exception {
        JsonArray operations = users();
        // Just behind the end of a statement of 200, so that the name is still under way where nobody waits for it.
        for (int place = 200; place < CREATIONS; place += 200) {
            user(operations, place).put("userName", name(place - 1).toUpperCase(Locale.ROOT));
        }

        List<String> statuses = statuses(send(operations, NONE));

        for (int place = 0; place < CREATIONS; place++) {
            assertThat(statuses.get(place))
                    .as("operation %d", place)
                    .isEqualTo(place % 200 == 0 && place > 0 ? "409" : "201");
        }
        assertThat(total("Users")).isEqualTo(CREATIONS - 4);
    }

    @Test
    void aGroupHasTheMembersThatWereCreatedJustBefore() throws Exception {
        JsonArray operations = new JsonArray();
        for (int place = 0; place < CREATIONS / 2; place++) {
            operations.add(operation("Users", "u" + place, new JsonObject().put("userName", name(place))));
            operations.add(operation(
                    "Groups",
                    "g" + place,
                    new JsonObject()
                            .put("displayName", name(place))
                            .put("members", new JsonArray().add(new JsonObject().put("value", "bulkId:u" + place)))));
        }

        assertThat(statuses(send(operations, NONE))).containsOnly("201").hasSize(CREATIONS);
        assertThat(totalOf("Groups?count=0&filter=members%20pr")).isEqualTo(CREATIONS / 2);
    }

    @Test
    void nothingBehindTheLastAllowedFailureIsCreated() throws Exception {
        JsonArray operations = users();
        user(operations, 450).remove("userName");
        user(operations, 750).put("userName", name(0));

        List<String> statuses = statuses(send(operations, 2));

        assertThat(statuses).hasSize(751);
        assertThat(statuses.get(450)).isEqualTo("400");
        assertThat(statuses.get(750)).isEqualTo("409");
        assertThat(Collections.frequency(statuses, "201")).isEqualTo(749);
        assertThat(total("Users")).isEqualTo(749);
    }

    private static JsonArray users() {
        return new JsonArray(IntStream.range(0, CREATIONS)
                .mapToObj(place -> operation("Users", "u" + place, new JsonObject().put("userName", name(place))))
                .toList());
    }

    private static String name(int place) {
        return "person" + place;
    }

    private static JsonObject user(JsonArray operations, int place) {
        return operations.getJsonObject(place).getJsonObject("data");
    }

    private static JsonObject operation(String endpoint, String bulkId, JsonObject data) {
        return new JsonObject()
                .put("method", "POST")
                .put("path", "/" + endpoint)
                .put("bulkId", bulkId)
                .put("data", data);
    }

    private JsonObject send(JsonArray operations, int failOnErrors) throws Exception {
        JsonObject message = new JsonObject().put("Operations", operations);
        if (failOnErrors != NONE) {
            message.put("failOnErrors", failOnErrors);
        }
        return ask("Bulk", Optional.of(message));
    }

    private static List<String> statuses(JsonObject answer) {
        return answer.getJsonArray("Operations").stream()
                .map(result -> ((JsonObject) result).getString("status"))
                .toList();
    }

    private int total(String endpoint) throws Exception {
        return totalOf(endpoint + "?count=0");
    }

    private int totalOf(String path) throws Exception {
        return ask(path, Optional.empty()).getInteger("totalResults");
    }

    private JsonObject ask(String path, Optional<JsonObject> message) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tenant.base() + "/" + path))
                .header("Authorization", "Bearer " + tenant.token())
                .header("Content-Type", "application/scim+json");
        message.ifPresent(body -> request.POST(BodyPublishers.ofString(body.encode())));
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }
}
