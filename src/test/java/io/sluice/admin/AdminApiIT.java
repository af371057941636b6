package io.sluice.admin;

import static io.sluice.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.GatewayUnderTest;
import io.sluice.auth.Access;
import io.sluice.auth.BearerAuthentication;
import io.sluice.auth.IssuerKeys;
import io.sluice.config.BearerToken;
import io.sluice.config.ConfigException;
import io.sluice.config.Endpoint;
import io.sluice.config.IssuerHosts;
import io.sluice.config.Secret;
import io.sluice.store.Credential;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.Housekeeping;
import io.sluice.store.pg.PgChangeStore;
import io.sluice.store.pg.PgClientDirectory;
import io.sluice.store.pg.PgClientStore;
import io.sluice.store.pg.PgCredentialStore;
import io.sluice.store.pg.PgDefinitionStore;
import io.sluice.store.pg.PgHoldStore;
import io.sluice.store.pg.PgTenantProfileStore;
import io.sluice.store.pg.PgTenantStore;
import io.sluice.store.pg.PgUndoStore;
import io.sluice.store.pg.TestDatabase;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class AdminApiIT {
    private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);
    private static final String TENANTS = "/admin/v1/tenants";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String token = BearerToken.admin();
    private final URI scim = GatewayUnderTest.newTenant().base();
    private final Vertx vertx = Vertx.vertx();
    private final Housekeeping housekeeping = new DoorsFactory(
                    GatewayUnderTest.database().servingUrl(), ConnectionSplit.of(4, 1), Meters.NONE)
            .housekeeping(vertx);
    private final PgTenantStore store = new PgTenantStore(housekeeping.doors());
    private final AdminStores stores = new AdminStores(
            store,
            new PgTenantProfileStore(housekeeping.doors()),
            new PgDefinitionStore(housekeeping.doors()),
            new PgClientDirectory(housekeeping.doors()),
            new PgChangeStore(housekeeping.doors()),
            new PgUndoStore(vertx, housekeeping.doors()),
            new PgHoldStore(housekeeping.doors()));
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeAll
    void listen() throws Exception {
        port = AdminServer.listen(vertx, ANY_PORT, new Secret(token), stores, IssuerHosts.MICROSOFT, Meters.NONE)
                .await(10, TimeUnit.SECONDS)
                .port();
    }

    @AfterAll
    void close() throws Exception {
        housekeeping.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    static Stream<String> strangers() {
        String tenantToken = GatewayUnderTest.newTenant().token();
        return Stream.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer " + BearerToken.admin(),
                "Bearer " + tenantToken,
                "Basic YTpi",
                "Bearer " + "x".repeat(7_000));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void strangersGetNothingButARefusalWhateverTheyAskFor(String authorization) throws Exception {
        for (String path : List.of(
                TENANTS,
                TENANTS + "/acme/tokens",
                TENANTS + "/acme/tokens/" + UUID.randomUUID(),
                "/admin/v1/nothing",
                "/",
                "/health/live",
                "/admin/v1/tenants/%2e%2e/tenants")) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")) {
                HttpResponse<String> answer = send(method, path, "{\"name\":\"stolen\"}", authorization);

                assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"admin\"");
            }
        }
        assertThat(names(call(200, "GET", TENANTS, "").getJsonArray("tenants"))).doesNotContain("stolen");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /admin/v1/tenants, 'GET, HEAD, POST'",
        "DELETE, /admin/v1/tenants, 'GET, HEAD, POST'",
        "OPTIONS, /admin/v1/tenants, 'GET, HEAD, POST'",
        "PATCH, /admin/v1/tenants/acme/tokens, 'GET, HEAD, POST'",
        "GET, /admin/v1/tenants/acme/tokens/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11, DELETE",
        "POST, /admin/v1/tenants/acme/tokens/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11, DELETE"
    })
    void namesTheMethodsThatAnAddressHas(String method, String path, String allow) throws Exception {
        HttpResponse<String> answer = send(method, path, "", "Bearer " + token);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allow);
        assertProblem(answer, 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/admin",
                "/admin/v1",
                "/admin/v1/",
                "/admin/v1/tenants/",
                "/admin/v1/tenant",
                "/admin/v1/tenants/acme/",
                "/admin/v1/tenants/acme/token",
                "/admin/v1/tenants/%2Fx/tokens",
                "/admin/v1/tenants/%c0%ae/tokens",
                "/admin/v1/tenants/acme/tokens/1/2",
                "/admin/v1/tenants/acme/tokens/no-id",
                "/admin/v1/tenants/nobody-of-this-name/tokens",
                "/scim/v2/Users",
                "/metrics"
            })
    void knowsNoOtherAddress(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, "", "Bearer " + token);

        assertProblem(answer, 404);
    }

    @Test
    void tokenOfANewTenantOpensItsEmptyDirectory() throws Exception {
        String name = newName();

        JsonObject created =
                call(201, "POST", TENANTS, JsonObject.of("name", name).encode());

        assertThat(created.getString("name")).isEqualTo(name);
        String secret = created.getJsonObject("token").getString("secret");
        assertThat(secret).matches("sluice_[0-9a-f]{32}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}");
        assertThat(BearerToken.id(secret))
                .map(UUID::toString)
                .hasValue(ids(name).getFirst());
        assertThat(provision(secret, "ada").statusCode()).isEqualTo(201);
        assertThat(users(secret)).isEqualTo(1);
        assertThat(names(call(200, "GET", TENANTS, "").getJsonArray("tenants"))).contains(name);
    }

    @Test
    void aSecondTenantOfTheSameNameIsAConflictAndMakesNoToken() throws Exception {
        String name = newName();
        newTenant(name);

        HttpResponse<String> answer =
                send("POST", TENANTS, JsonObject.of("name", name).encode(), "Bearer " + token);

        assertProblem(answer, 409);
        assertThat(tokens(name)).hasSize(1);
    }

    @Test
    void severalTokensOfATenantAreGoodAtTheSameTime() throws Exception {
        String name = newName();
        String first = newTenant(name);

        JsonObject second = call(201, "POST", TENANTS + "/" + name + "/tokens", "");

        assertThat(users(first)).isZero();
        assertThat(users(second.getString("secret"))).isZero();
        assertThat(second.getString("id")).isIn(ids(name));
    }

    @Test
    void aListNeverHoldsASecretOrItsDigest() throws Exception {
        String name = newName();
        newTenant(name);

        List<JsonObject> tokens = tokens(name);

        assertThat(tokens).hasSize(1).allSatisfy(listed -> {
            assertThat(listed.fieldNames()).containsExactlyInAnyOrder("id", "created", "scopes");
            assertThat(Instant.parse(listed.getString("created")))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        });
    }

    @Test
    void aRevokedTokenIsRefusedWithinThreeSecondsAndTheOthersAreNot() throws Exception {
        String name = newName();
        String first = newTenant(name);

        Duration took = untilRefused(name);
        // A replica looks again after two seconds. That a busy machine is late once says nothing.
        for (int again = 0; again < 2 && took.compareTo(Duration.ofSeconds(3)) > 0; again++) {
            took = untilRefused(name);
        }

        assertThat(took).isLessThan(Duration.ofSeconds(3));
        assertThat(status(first)).isEqualTo(200);
        assertThat(ids(name)).hasSize(1);
    }

    /** From the revocation of a second token. */
    private Duration untilRefused(String name) throws Exception {
        JsonObject second = call(201, "POST", TENANTS + "/" + name + "/tokens", "");
        String path = TENANTS + "/" + name + "/tokens/" + second.getString("id");
        assertThat(status(second.getString("secret"))).isEqualTo(200);
        assertThat(send("DELETE", path, "", "Bearer " + token).statusCode()).isEqualTo(204);

        Instant revoked = Instant.now();
        eventually(() -> status(second.getString("secret")) == 401);
        Duration took = Duration.between(revoked, Instant.now());

        assertThat(ids(name)).doesNotContain(second.getString("id"));
        assertProblem(send("DELETE", path, "", "Bearer " + token), 404);
        return took;
    }

    @Test
    void aTokenIsGoodUntilItExpires() throws Exception {
        String name = newName();
        newTenant(name);
        Instant soon = Instant.now().plusMillis(1_500);

        JsonObject expiring = call(
                201,
                "POST",
                TENANTS + "/" + name + "/tokens",
                JsonObject.of("expires", soon.toString()).encode());

        assertThat(Instant.parse(expiring.getString("expires"))).isBetween(soon.minusMillis(1), soon);
        int status = status(expiring.getString("secret"));
        assertThat(status == 200 || Instant.now().isAfter(soon))
                .as("good until then")
                .isTrue();
        while (Instant.now().isBefore(soon.plusMillis(2_100))) {
            Thread.sleep(100);
        }
        assertThat(status(expiring.getString("secret"))).isEqualTo(401);
    }

    @Test
    void aTenantNeverSeesOrRevokesAnothersToken() throws Exception {
        String one = newName();
        String other = newName();
        String secret = newTenant(one);
        newTenant(other);
        String id = ids(one).getFirst();

        HttpResponse<String> answer = send("DELETE", TENANTS + "/" + other + "/tokens/" + id, "", "Bearer " + token);

        assertProblem(answer, 404);
        assertThat(ids(other)).hasSize(1).doesNotContain(id);
        assertThat(ids(one)).containsExactly(id);
        assertThat(status(secret)).isEqualTo(200);
    }

    @Test
    void aTokenMayDoWhatItsScopesSay() throws Exception {
        String name = newName();
        newTenant(name);

        JsonObject narrow = call(201, "POST", TENANTS + "/" + name + "/tokens", "{\"scopes\":[\"groups\",\"read\"]}");

        assertThat(narrow.getJsonArray("scopes")).containsExactly("read", "groups");
        assertThat(tokens(name))
                .extracting(listed -> listed.getJsonArray("scopes").encode())
                .containsExactly("[\"read\",\"users\",\"groups\",\"bulk\"]", "[\"read\",\"groups\"]");
        assertThat(status(narrow.getString("secret"))).isEqualTo(200);
        assertThat(provision(narrow.getString("secret"), "ada").statusCode()).isEqualTo(403);
    }

    @Test
    void aListTellsWhenATokenWasLastUsed() throws Exception {
        String name = newName();
        String secret = newTenant(name);
        PgCredentialStore credentials = new PgCredentialStore(housekeeping.doors());
        Credential credential = credentials
                .find(BearerAuthentication.sha256(secret))
                .await(10, TimeUnit.SECONDS)
                .orElseThrow();
        Access access = Access.over(
                credentials,
                new PgTenantProfileStore(housekeeping.doors()),
                new PgClientStore(housekeeping.doors()),
                new IssuerKeys(vertx, address -> Future.failedFuture("none"), System::nanoTime));
        access.authentication().authenticate("Bearer " + secret).await(10, TimeUnit.SECONDS);
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        access.lastUse().write().await(10, TimeUnit.SECONDS);
        String first = tokens(name).getFirst().getString("lastUsed");
        credentials.used(Map.of(credential.id(), credential.tenant())).await(10, TimeUnit.SECONDS);

        assertThat(Instant.parse(first)).isBetween(before, Instant.now());
        assertThat(tokens(name).getFirst().getString("lastUsed")).isEqualTo(first);
    }

    @Test
    void databaseKeepsDigestsOnly() throws Exception {
        String secret = newTenant(newName());

        assertThat(TestDatabase.query(
                        GatewayUnderTest.database().superuserUrl(),
                        "SELECT count(*) FROM sluice.credential c WHERE c.digest = sha256('" + secret + "')"))
                .containsExactly(List.of("1"));
        assertThat(TestDatabase.query(
                        GatewayUnderTest.database().superuserUrl(), "SELECT c::text FROM sluice.credential c"))
                .noneMatch(row -> row.getFirst().contains(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"acme\"",
                "{}",
                "{\"name\":null}",
                "{\"name\":7}",
                "{\"name\":\"\"}",
                "{\"name\":\"..\"}",
                "{\"name\":\"a/b\"}",
                "{\"name\":\"a b\"}",
                "{\"name\":\"é\"}",
                "{\"name\":\"a\\u0000\"}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"acme\",\"token\":\"mine\"}",
                "{\"nam\":\"acme\"}",
                "{\"name\":\"a234567890123456789012345678901234567890123456789012345678901234\"}"
            })
    void refusesWhatIsNoTenant(String body) throws Exception {
        assertProblem(send("POST", TENANTS, body, "Bearer " + token), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"expires\":null}",
                "{\"expires\":\"tomorrow\"}",
                "{\"expires\":\"2011-05-13T04:42:34Z\"}",
                "{\"expires\":\"+99999-01-01T00:00:00Z\"}",
                "{\"expires\":\"2100-01-01\"}",
                "{\"expiry\":\"2100-01-01T00:00:00Z\"}",
                "{\"scopes\":[]}",
                "{\"scopes\":{}}",
                "{\"scopes\":null}",
                "{\"scopes\":\"read\"}",
                "{\"scopes\":[\"Read\"]}",
                "{\"scopes\":[\"read\",7]}",
                "{\"scopes\":[\"read\",\"all\"]}"
            })
    void refusesWhatIsNoExpiryOrScope(String body) throws Exception {
        String name = newName();
        newTenant(name);

        assertProblem(send("POST", TENANTS + "/" + name + "/tokens", body, "Bearer " + token), 400);

        assertThat(tokens(name)).hasSize(1);
    }

    @Test
    void refusesALargeBody() throws Exception {
        assertProblem(send("POST", TENANTS, "{\"name\":\"" + "a".repeat(270_000), "Bearer " + token), 413);
    }

    @Test
    void listsTenantsByNameAndFromAnyName() throws Exception {
        newTenant("page-b");
        newTenant("page-a");
        newTenant("page-C");

        JsonObject all = call(200, "GET", TENANTS, "");
        JsonObject rest = call(200, "GET", TENANTS + "?after=page-a", "");

        assertThat(names(all.getJsonArray("tenants"))).isSorted().containsSubsequence("page-C", "page-a", "page-b");
        assertThat(names(rest.getJsonArray("tenants"))).contains("page-b").doesNotContain("page-C", "page-a");
        assertThat(store.after("page-", 2).await(10, TimeUnit.SECONDS))
                .extracting(io.sluice.store.Tenant::name)
                .containsExactly("page-C", "page-a");
    }

    @Test
    void answersAreNeverKeptByAnyCache() throws Exception {
        HttpResponse<String> answer = send("GET", TENANTS, "", "Bearer " + token);

        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void namesTheVariableOfAPortThatIsTaken() {
        Endpoint taken = new Endpoint("127.0.0.1", port);
        Vertx other = Vertx.vertx();

        assertThatThrownBy(() -> AdminServer.listen(
                                other, taken, new Secret(token), stores, IssuerHosts.MICROSOFT, Meters.NONE)
                        .await(10, TimeUnit.SECONDS))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("SLUICE_ADMIN_PORT");
        other.close();
    }

    @Test
    void neverOpensWithoutAToken() {
        assertThatThrownBy(() ->
                        AdminServer.listen(vertx, ANY_PORT, new Secret(""), stores, IssuerHosts.MICROSOFT, Meters.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String newName() {
        return "customer-" + NAMES.incrementAndGet();
    }

    private String newTenant(String name) throws Exception {
        return call(201, "POST", TENANTS, JsonObject.of("name", name).encode())
                .getJsonObject("token")
                .getString("secret");
    }

    private List<JsonObject> tokens(String tenant) throws Exception {
        return objects(call(200, "GET", TENANTS + "/" + tenant + "/tokens", "").getJsonArray("tokens"));
    }

    private List<String> ids(String tenant) throws Exception {
        return tokens(tenant).stream().map(listed -> listed.getString("id")).toList();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> names(JsonArray tenants) {
        return objects(tenants).stream().map(tenant -> tenant.getString("name")).toList();
    }

    /** RFC 9457 section 3. */
    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
    }

    private JsonObject call(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body, "Bearer " + token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> provision(String secret, String userName) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(scim + "/Users"))
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/scim+json")
                        .POST(HttpRequest.BodyPublishers.ofString(JsonObject.of("userName", userName)
                                .put("schemas", JsonArray.of("urn:ietf:params:scim:schemas:core:2.0:User"))
                                .encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> list(String secret) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(scim + "/Users"))
                        .header("Authorization", "Bearer " + secret)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int status(String secret) throws Exception {
        return list(secret).statusCode();
    }

    private int users(String secret) throws Exception {
        HttpResponse<String> answer = list(secret);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getInteger("totalResults");
    }
}
