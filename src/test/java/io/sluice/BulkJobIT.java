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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bulk requests that are not waited for: RFC 7240 and RFC 9967 section 2.5.1. */
@Timeout(60)
class BulkJobIT {
    private static final String SECRET = "t1meMa$heen";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Tenant tenant = GatewayUnderTest.newTenant();

    @Test
    void aRequestThatIsNotWaitedForIsAcceptedAndAnsweredLater() throws Exception {
        HttpResponse<String> accepted = send("foo, Respond-Async; x=1", """
                {"Operations":[
                  {"method":"POST","path":"/Groups","bulkId":"g","data":{"displayName":"g","members":[{"value":"bulkId:u"}]}},
                  {"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"ann"}},
                  {"method":"POST","path":"/Users","bulkId":"v","data":{"userName":"ANN"}}]}""");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        assertThat(accepted.headers().firstValue("Preference-Applied")).contains("respond-async");
        String id = accepted.headers().firstValue("Set-Txn").orElseThrow();
        assertThat(accepted.headers().firstValue("Location")).contains(tenant.base() + "/Bulk/" + id);
        JsonArray results = finished(id).getJsonArray("Operations");
        assertThat(results.stream().map(result -> ((JsonObject) result).getString("status")))
                .containsExactly("201", "201", "409");
        assertThat(results.getJsonObject(0).getString("bulkId")).isEqualTo("g");
    }

    @Test
    void processingEndsWithTheErrorThatIsAllowed() throws Exception {
        HttpResponse<String> accepted = send("respond-async", """
                {"failOnErrors":1,"Operations":[
                  {"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"ann"}},
                  {"method":"DELETE","path":"/Users/nobody"},
                  {"method":"POST","path":"/Users","bulkId":"v","data":{"userName":"bob"}}]}""");

        JsonArray results =
                finished(accepted.headers().firstValue("Set-Txn").orElseThrow()).getJsonArray("Operations");

        assertThat(results).hasSize(2);
    }

    @Test
    void aFaultyMessageIsRefusedAtOnce() throws Exception {
        assertThat(send("respond-async", "{\"Operations\":[]}").statusCode()).isEqualTo(400);
    }

    @Test
    void anotherPreferenceIsNoneAndTheRequestIsWaitedFor() throws Exception {
        HttpResponse<String> answer = send(
                "return=minimal, respond-asynchronously",
                "{\"Operations\":[{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"u\",\"data\":{\"userName\":\"ann\"}}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aJobIsItsTenantsAlone() throws Exception {
        String id = send(
                        "respond-async",
                        "{\"Operations\":[{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"u\",\"data\":{\"userName\":\"ann\"}}]}")
                .headers()
                .firstValue("Set-Txn")
                .orElseThrow();
        finished(id);

        HttpResponse<String> unknown = get(tenant, UUID.randomUUID().toString());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(unknown.body()).getJsonArray("schemas"))
                .containsExactly("urn:ietf:params:scim:api:messages:2.0:Error");
        HttpResponse<String> ofAnother = get(GatewayUnderTest.newTenant(), id);
        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(ofAnother.body()).as("it does not tell that there is one").isEqualTo(unknown.body());
        assertThat(get(tenant, "nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void noPasswordIsEverKept() throws Exception {
        String id = send("respond-async", """
                {"Operations":[
                  {"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"ann","Password":"%1$s"}},
                  {"method":"PATCH","path":"/Users/bulkId:u","data":{"Operations":[
                    {"op":"replace","value":"%1$s","path":"urn:ietf:params:scim:schemas:core:2.0:User:password"},
                    {"op":"replace","value":{"password":"%1$s","title":"Dr"}}]}}]}""".formatted(SECRET))
                .headers()
                .firstValue("Set-Txn")
                .orElseThrow();
        List<List<String>> kept = TestDatabase.query(
                GatewayUnderTest.database().superuserUrl(),
                "SELECT coalesce(convert_from(request, 'UTF8'), 'done') FROM sluice.bulk_job WHERE job_id = '" + id
                        + "'");

        assertThat(kept).hasSize(1);
        assertThat(kept.toString()).doesNotContain(SECRET);
        JsonArray results = finished(id).getJsonArray("Operations");
        assertThat(results.stream().map(result -> ((JsonObject) result).getString("status")))
                .containsExactly("201", "200");
    }

    private JsonObject finished(String id) throws Exception {
        while (true) {
            HttpResponse<String> answer = get(tenant, id);
            if (answer.statusCode() == 200) {
                return new JsonObject(answer.body());
            }
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(new JsonObject(answer.body()).getInteger("operations")).isPositive();
            Thread.sleep(50);
        }
    }

    private HttpResponse<String> send(String preference, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(tenant.base() + "/Bulk"))
                        .header("Authorization", "Bearer " + tenant.token())
                        .header("Content-Type", "application/scim+json")
                        .header("Prefer", preference)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(Tenant as, String id) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(as.base() + "/Bulk/" + id))
                        .header("Authorization", "Bearer " + as.token())
                        .build(),
                BodyHandlers.ofString());
    }
}
