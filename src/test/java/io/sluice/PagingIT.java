package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages by index (RFC 7644 section 3.4.2.4), by cursor (RFC 9865), and pages that are longer than one chunk. */
class PagingIT {
    private static final int USERS = 1_234;

    private static Wire wire;

    @BeforeAll
    static void seed() {
        wire = new Wire(GatewayUnderTest.newTenant(USERS, 10, 2_000), 4);
    }

    @AfterAll
    static void close() throws Exception {
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&sortBy=userName",
                "&sortBy=userName&sortOrder=descending",
                "&sortBy=meta.created&sortOrder=descending",
                "&sortBy=meta.lastModified",
                "&sortBy=title",
                "&sortBy=title&sortOrder=descending",
                "&sortBy=manager.value",
                "&sortBy=manager.value&sortOrder=descending",
                "&sortBy=id",
                "&sortBy=externalId&sortOrder=descending",
                "&sortBy=nickName",
                "&filter=active%20eq%20false",
                "&filter=title%20co%20%22e%22&sortBy=addresses.locality"
            })
    void aWalkByCursorsSeesWhatOneLongPageHas(String query) throws Exception {
        JsonObject all = get("/Users?count=2000&attributes=userName" + query);
        List<String> walked = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonObject page = get("/Users?count=97&attributes=userName&cursor=" + cursor + query);
            assertThat(page.getInteger("totalResults")).isEqualTo(all.getInteger("totalResults"));
            assertThat(page.getInteger("itemsPerPage")).isEqualTo(ids(page).size());
            assertThat(page.containsKey("startIndex")).isFalse();
            assertThat(page.containsKey("previousCursor")).isEqualTo(pages > 0);
            walked.addAll(ids(page));
            cursor = page.getString("nextCursor", "");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(walked).isNotEmpty().isEqualTo(ids(all));
        assertThat(pages).isEqualTo((walked.size() + 96) / 97);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&sortBy=title&sortOrder=descending", "&filter=userName%20sw%20%22user.1%22"})
    void previousCursorLeadsBackToTheStart(String query) throws Exception {
        String path = "/Users?count=10&attributes=userName" + query + "&cursor=";
        JsonObject first = get(path);
        JsonObject second = get(path + first.getString("nextCursor"));
        JsonObject third = get(path + second.getString("nextCursor"));

        JsonObject back = get(path + third.getString("previousCursor"));
        JsonObject start = get(path + back.getString("previousCursor"));

        assertThat(ids(back)).isEqualTo(ids(second));
        assertThat(ids(start)).isEqualTo(ids(first));
        assertThat(start.containsKey("previousCursor")).isFalse();
        assertThat(ids(get(path + start.getString("nextCursor")))).isEqualTo(ids(second));
    }

    @Test
    void aPageOfManyChunksIsWholeAndCounted() throws Exception {
        JsonObject page = get("/Users?count=10000");

        assertThat(ids(page)).hasSize(USERS).doesNotHaveDuplicates();
        assertThat(page.getInteger("itemsPerPage")).isEqualTo(USERS);
        assertThat(page.getInteger("totalResults")).isEqualTo(USERS);
        assertThat(page.getInteger("startIndex")).isEqualTo(1);
        assertThat(page.containsKey("nextCursor")).isFalse();
        assertThat(page.getJsonArray("Resources").getJsonObject(0).containsKey("groups"))
                .isTrue();
    }

    @Test
    void indexPagesCoverTheDirectoryInTheSameOrder() throws Exception {
        List<String> walked = new ArrayList<>();
        for (int start = 1; start <= USERS; start += 100) {
            JsonObject page = get("/Users?attributes=userName&startIndex=" + start + "&count=100");
            assertThat(page.getInteger("startIndex")).isEqualTo(start);
            assertThat(page.getInteger("totalResults")).isEqualTo(USERS);
            walked.addAll(ids(page));
        }

        assertThat(walked).isEqualTo(ids(get("/Users?attributes=userName&count=2000")));
    }

    @Test
    void aUserThatStaysIsSeenOnceWhateverComesAndGoes() throws Exception {
        try (Wire busy = new Wire(GatewayUnderTest.newTenant(300, 0, 0), 4)) {
            Set<String> stay = new HashSet<>(ids(json(busy, "/Users?attributes=userName&count=300")));
            List<String> seen = new ArrayList<>();
            String cursor = "";
            int page = 0;
            do {
                JsonObject got = json(busy, "/Users?attributes=userName&count=20&cursor=" + cursor);
                seen.addAll(ids(got));
                cursor = got.getString("nextCursor", "");
                String victim = ids(got).getLast();
                assertThat(busy.call("DELETE", "/Users/" + victim, "").status()).isEqualTo(204);
                stay.remove(victim);
                busy.call("POST", "/Users", "{\"userName\":\"new." + page + "\"}");
                page++;
            } while (!cursor.isEmpty() && page < 40);

            assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
        }
    }

    @Test
    void searchTakesCursorsInTheBody() throws Exception {
        String search = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"count\":5,"
                + "\"filter\":\"userName sw \\\"user.\\\"\",\"cursor\":\"%s\"}";
        JsonObject first =
                wire.call("POST", "/Users/.search", search.formatted("")).json();
        JsonObject second = wire.call("POST", "/Users/.search", search.formatted(first.getString("nextCursor")))
                .json();

        assertThat(first.getInteger("totalResults")).isEqualTo(USERS);
        assertThat(ids(second)).hasSize(5).doesNotContainAnyElementsOf(ids(first));
    }

    @Test
    void aCountOfZeroTellsTheTotalAlone() throws Exception {
        JsonObject page = get("/Users?cursor&count=-3");

        assertThat(page.getInteger("totalResults")).isEqualTo(USERS);
        assertThat(ids(page)).isEmpty();
    }

    @Test
    void refusesACursorWhereTheQueryIsAnother() throws Exception {
        String cursor = get("/Users?count=10&cursor").getString("nextCursor");

        assertThat(get("/Users?count=10&cursor=" + cursor).getInteger("itemsPerPage"))
                .isEqualTo(10);
        refuses("invalidCursor", wire, "/Users?count=10&cursor=" + cursor + "&filter=active%20eq%20true");
        refuses("invalidCursor", wire, "/Users?count=10&cursor=" + cursor + "&sortBy=userName");
        refuses("invalidCursor", wire, "/Users?count=10&cursor=" + cursor + "&attributes=userName");
        refuses("invalidCursor", wire, "/Groups?count=10&cursor=" + cursor);
        refuses("invalidCursor", wire, "/Users?count=10&cursor=nonsense");
        refuses("invalidCount", wire, "/Users?count=11&cursor=" + cursor);
        refuses("invalidValue", wire, "/Users?count=10&startIndex=1&cursor=" + cursor);
        try (Wire other = new Wire(GatewayUnderTest.newTenant(), 1)) {
            refuses("invalidCursor", other, "/Users?count=10&cursor=" + cursor);
        }
    }

    private static void refuses(String scimType, Wire client, String path) throws Exception {
        Wire.Answer answer = client.call("GET", path, "");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().getString("scimType")).isEqualTo(scimType);
    }

    private static JsonObject get(String path) throws Exception {
        return json(wire, path);
    }

    private static JsonObject json(Wire client, String path) throws Exception {
        Wire.Answer answer = client.call("GET", path, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonObject page) {
        JsonArray resources = page.getJsonArray("Resources");
        return resources.stream()
                .map(resource -> ((JsonObject) resource).getString("id"))
                .toList();
    }
}
