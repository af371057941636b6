package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What other servers lose when requests come at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ConcurrencyIT {
    private static final int CONNECTIONS = 16;
    private static final int RIVALS = 8;
    private static final int NAMES = Integer.getInteger("sluice.rivals.names", 1_000);

    private Wire wire;

    @BeforeAll
    void start() {
        wire = new Wire(GatewayUnderTest.newTenant(), CONNECTIONS);
    }

    @AfterAll
    void stop() throws Exception {
        wire.close();
    }

    @Test
    void twoHundredParallelAddsOfOneMemberMakeTwoHundredMembers() throws Exception {
        List<String> users = await(IntStream.range(0, 200)
                        .mapToObj(n -> wire.send("POST", "/Users", user("joins-" + n)))
                        .toList())
                .stream()
                .map(created -> created.json().getString("id"))
                .toList();
        String group = createGroup("joined at once");

        List<Wire.Answer> answers = await(users.stream()
                .map(id -> wire.send("PATCH", "/Groups/" + group, addMember(id)))
                .toList());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isBetween(200, 299));
        assertThat(members(group)).containsExactlyInAnyOrderElementsOf(users);
    }

    @Test
    void parallelPatchesOfDifferentAttributesOfOneUserAreAllKept() throws Exception {
        String id = wire.call("POST", "/Users", user("patched-at-once")).json().getString("id");
        List<String> names = List.of(
                "title",
                "nickName",
                "displayName",
                "userType",
                "preferredLanguage",
                "locale",
                "timezone",
                "externalId");

        List<Wire.Answer> answers = await(names.stream()
                .map(name -> wire.send("PATCH", "/Users/" + id, replace(name, "en-" + name)))
                .toList());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        JsonObject stored = wire.call("GET", "/Users/" + id, "").json();
        assertThat(names).allSatisfy(name -> assertThat(stored.getString(name)).isEqualTo("en-" + name));
    }

    @Test
    void membersAndNameOfOneGroupChangeAtOnceAndBothStay() throws Exception {
        List<String> users =
                await(IntStream.range(0, 40)
                                .mapToObj(n -> wire.send("POST", "/Users", user("mixed-" + n)))
                                .toList())
                        .stream()
                        .map(created -> created.json().getString("id"))
                        .toList();
        String group = createGroup("mixed");

        List<Future<Wire.Answer>> sent = new ArrayList<>();
        for (int n = 0; n < users.size(); n += 2) {
            sent.add(wire.send("PATCH", "/Groups/" + group, addMember(users.get(n))));
            sent.add(wire.send("PATCH", "/Groups/" + group, replace("externalId", "version-" + n)));
            sent.add(wire.send("PATCH", "/Groups/" + group, addMember(users.get(n + 1), "version-" + n + " too")));
        }

        List<Wire.Answer> answers = await(sent);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(204));
        // Each its own: with another's, the next If-Match would pass over a change that nobody here has seen.
        assertThat(answers.stream().map(Wire.Answer::entityTag)).doesNotHaveDuplicates();
        assertThat(members(group)).containsExactlyInAnyOrderElementsOf(users);
    }

    @Test
    void eachNamePostedByEightRivalsMakesOneUser() throws Exception {
        int created = 0;
        int refused = 0;
        for (int block = 0; block < NAMES; block += 250) {
            List<Future<Wire.Answer>> sent = new ArrayList<>();
            for (int name = block; name < block + 250; name++) {
                for (int rival = 0; rival < RIVALS; rival++) {
                    sent.add(wire.send("POST", "/Users", user(spelled("Rival-" + name + "@Example.com", rival))));
                }
            }
            for (Wire.Answer answer : await(sent)) {
                if (answer.status() == 201) {
                    created++;
                } else {
                    refused++;
                    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
                    assertThat(answer.json().getString("scimType")).isEqualTo("uniqueness");
                }
            }
        }

        assertThat(created).isEqualTo(NAMES);
        assertThat(refused).isEqualTo(NAMES * (RIVALS - 1));
        JsonObject found = wire.call("GET", "/Users?count=0&filter=userName%20sw%20%22rival-%22", "")
                .json();
        assertThat(found.getInteger("totalResults")).isEqualTo(NAMES);
    }

    /** Eight spellings of one name that differ in case only. */
    private static String spelled(String name, int rival) {
        return switch (rival % 4) {
            case 0 -> name;
            case 1 -> name.toLowerCase(Locale.ROOT);
            case 2 -> name.toUpperCase(Locale.ROOT);
            default ->
                name.substring(0, rival).toUpperCase(Locale.ROOT)
                        + name.substring(rival).toLowerCase(Locale.ROOT);
        };
    }

    private String createGroup(String name) throws Exception {
        return wire.call(
                        "POST",
                        "/Groups",
                        JsonObject.of("displayName", name + " " + UUID.randomUUID())
                                .encode())
                .json()
                .getString("id");
    }

    private Set<String> members(String group) throws Exception {
        return wire.call("GET", "/Groups/" + group, "").json().getJsonArray("members").stream()
                .map(member -> ((JsonObject) member).getString("value"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String user(String name) {
        return JsonObject.of("userName", name).encode();
    }

    private static String addMember(String id) {
        return "{\"Operations\":[{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\"" + id + "\"}]}]}";
    }

    private static String addMember(String id, String externalId) {
        return addMember(id)
                .replace("]}]}", "]},{\"op\":\"Replace\",\"path\":\"externalId\",\"value\":\"" + externalId + "\"}]}");
    }

    private static String replace(String path, String value) {
        JsonObject operation = new JsonObject(Map.of("op", "Replace", "path", path, "value", value));
        return new JsonObject().put("Operations", List.of(operation)).encode();
    }

    private static <T> List<T> await(List<Future<T>> sent) throws Exception {
        return Future.all(sent)
                .<List<T>>map(all -> all.list())
                .toCompletionStage()
                .toCompletableFuture()
                .get(120, TimeUnit.SECONDS);
    }
}
