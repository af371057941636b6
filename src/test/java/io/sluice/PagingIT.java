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
import org.junit.jupiter.params.provider.CsvSource;
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
                "&sortBy=displayName",
                "&sortBy=displayName&sortOrder=descending",
                "&sortBy=emails&sortOrder=descending",
                "&sortBy=employeeNumber",
                "&sortBy=active&sortOrder=descending",
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
    @CsvSource({
        "displayName, ascending, a1 a2 b3 b4 n5 n6 n7",
        "displayName, descending, n7 n6 n5 b4 b3 a2 a1",
        "externalId, ascending, a1 a2 b3 b4 n5 n6 n7",
        "emails, descending, n7 n6 n5 a2 a1 b4 b3",
        "active, ascending, b3 b4 a1 a2 n5 n6 n7"
    })
    void aSortedWalkPassesBetweenThoseWithAValueAndThoseWithoutAndBack(String sortBy, String order, String names)
            throws Exception {
        try (Wire some = new Wire(GatewayUnderTest.newTenant(), 1)) {
            for (String with : List.of("a1 true y", "a2 true y", "b3 false x", "b4 false x")) {
                String[] words = with.split(" ");
                String letter = words[0].substring(0, 1);
                // The primary address counts, though it is the second.
                create(
                        some,
                        "{\"userName\":\"%s\",\"displayName\":\"%s\",\"externalId\":\"%s\",\"active\":%s,\"emails\":[{\"value\":\"z\"},{\"value\":\"%s\",\"primary\":true}]}"
                                .formatted(words[0], letter, letter, words[1], words[2]));
            }
            for (String without : List.of("n5", "n6", "n7")) {
                create(some, "{\"userName\":\"" + without + "\"}");
            }
            String path = "/Users?count=2&attributes=userName&sortBy=" + sortBy + "&sortOrder=" + order;
            List<String> walked = new ArrayList<>();
            List<String> back = new ArrayList<>();
            JsonObject page = json(some, path + "&cursor=");
            walked.addAll(userNames(page));
            while (page.containsKey("nextCursor")) {
                page = json(some, path + "&cursor=" + page.getString("nextCursor"));
                walked.addAll(userNames(page));
            }
            while (page.containsKey("previousCursor")) {
                page = json(some, path + "&cursor=" + page.getString("previousCursor"));
                back.addAll(0, userNames(page));
            }

            assertThat(String.join(" ", walked)).isEqualTo(names);
            assertThat(back).isEqualTo(walked.subList(0, 6));
            assertThat(userNames(json(some, path.replace("count=2", "count=3&startIndex=3"))))
                    .isEqualTo(walked.subList(2, 5));
        }
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

    private static void create(Wire client, String user) throws Exception {
        assertThat(client.call("POST", "/Users", user).status()).isEqualTo(201);
    }

    private static List<String> ids(JsonObject page) {
        return each(page, "id");
    }

    private static List<String> userNames(JsonObject page) {
        return each(page, "userName");
    }

    private static List<String> each(JsonObject page, String attribute) {
        JsonArray resources = page.getJsonArray("Resources");
        return resources.stream()
                .map(resource -> ((JsonObject) resource).getString(attribute))
                .toList();
    }
}
