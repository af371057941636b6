package io.sluice.auth;

import static io.sluice.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import io.sluice.GatewayInstance;
import io.sluice.GatewayUnderTest;
import io.sluice.admin.AdminServer;
import io.sluice.admin.AdminStores;
import io.sluice.config.BearerToken;
import io.sluice.config.Endpoint;
import io.sluice.config.IssuerHosts;
import io.sluice.config.Secret;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.Housekeeping;
import io.sluice.store.pg.PgChangeStore;
import io.sluice.store.pg.PgClientDirectory;
import io.sluice.store.pg.PgDefinitionStore;
import io.sluice.store.pg.PgHoldStore;
import io.sluice.store.pg.PgTenantProfileStore;
import io.sluice.store.pg.PgTenantStore;
import io.sluice.store.pg.PgUndoStore;
import io.sluice.store.pg.TestDatabase;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with secrets, assertions and an identity provider's tokens, against a real gateway and a real server of keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class TokenEndpointIT {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final String adminToken = BearerToken.admin();
    private final KeyServer keyServer = new KeyServer();
    private final RSAKey key = IssuerUnderTest.key("key-1");
    private final RSAKey stranger = IssuerUnderTest.key("key-1");
    private final TestDatabase database = TestDatabase.create();
    private final Vertx vertx = Vertx.vertx();
    private final Housekeeping housekeeping =
            new DoorsFactory(database.servingUrl(), ConnectionSplit.of(4, 1), Meters.NONE).housekeeping(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private GatewayInstance gateway;
    private String admin;

    @BeforeAll
    void start() throws Exception {
        keyServer.serve(key.toPublicJWK());
        IssuerHosts hosts = new IssuerHosts(Set.of(keyServer.host()));
        gateway = GatewayInstance.start(database.servingUrl(), 0, GatewayUnderTest.wide(), hosts);
        AdminStores stores = new AdminStores(
                new PgTenantStore(housekeeping.doors()),
                new PgTenantProfileStore(housekeeping.doors()),
                new PgDefinitionStore(housekeeping.doors()),
                new PgClientDirectory(housekeeping.doors()),
                new PgChangeStore(housekeeping.doors()),
                new PgUndoStore(vertx, housekeeping.doors()),
                new PgHoldStore(housekeeping.doors()));
        admin = "http://127.0.0.1:"
                + AdminServer.listen(
                                vertx, new Endpoint("127.0.0.1", 0), new Secret(adminToken), stores, hosts, Meters.NONE)
                        .await(10, TimeUnit.SECONDS)
                        .port()
                + "/admin/v1/tenants";
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        housekeeping.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
        keyServer.close();
        database.close();
    }

    @Test
    void aSecretGetsATokenThatOpensTheTenantsDirectory() throws Exception {
        Registered registered = register("secret-basics", "{\"tokenSeconds\":7200}");
        String secret = newSecret(registered);

        HttpResponse<String> answer = token(form(registered.id(), secret, ""));

        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(body.getString("token_type")).isEqualTo("Bearer");
        assertThat(body.getInteger("expires_in")).isEqualTo(7_200);
        assertThat(body.getString("scope")).isEqualTo("read users groups bulk");
        assertThat(users(body.getString("access_token"))).isEqualTo(200);
        assertThat(users(secret)).as("a secret is no bearer token").isEqualTo(401);
        assertThat(token(form(registered.id(), body.getString("access_token"), ""))
                        .statusCode())
                .as("nor is a token a secret")
                .isEqualTo(401);
    }

    @Test
    void theHeaderServesAsWellAsTheBody() throws Exception {
        Registered registered = register("secret-header", "");
        String secret = newSecret(registered);

        assertThat(basic(registered.id() + ":" + secret, "grant_type=client_credentials")
                        .statusCode())
                .isEqualTo(200);
        assertThat(basic(registered.id() + ":" + secret, "grant_type=client_credentials&client_id=" + registered.id())
                        .statusCode())
                .isEqualTo(200);
        assertRefused(
                basic(
                        registered.id() + ":" + BearerToken.secret(java.util.UUID.randomUUID()),
                        "grant_type=client_credentials"),
                401,
                "invalid_client");
        assertRefused(basic("nonsense", "grant_type=client_credentials"), 401, "invalid_client");
        assertRefused(
                basic(registered.id() + ":" + secret, "grant_type=client_credentials&client_secret=" + secret),
                400,
                "invalid_request");
        assertRefused(
                basic(registered.id() + ":" + secret, "grant_type=client_credentials&client_id=other"),
                400,
                "invalid_request");
    }

    @Test
    void severalSecretsAreGoodAndARevokedOneEndsItsTokensOnly() throws Exception {
        Registered registered = register("secret-rotation", "");
        JsonObject first = add(registered, "secrets", "");
        JsonObject second = add(registered, "secrets", "");
        String ofFirst = access(token(form(registered.id(), first.getString("secret"), "")));
        String ofSecond = access(token(form(registered.id(), second.getString("secret"), "")));
        assertThat(users(ofFirst)).isEqualTo(200);

        delete(registered.path() + "/secrets/" + first.getString("id"));

        assertRefused(token(form(registered.id(), first.getString("secret"), "")), 401, "invalid_client");
        eventuallyRefused(ofFirst);
        assertThat(users(ofSecond)).isEqualTo(200);
        assertThat(token(form(registered.id(), second.getString("secret"), "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDeletedClientEndsAllItHasAndAnExpiredSecretGetsNothing() throws Exception {
        Registered registered = register("secret-end", "");
        String expiring = add(
                        registered,
                        "secrets",
                        JsonObject.of("expires", Instant.now().plusMillis(700).toString())
                                .encode())
                .getString("secret");
        String secret = newSecret(registered);
        String access = access(token(form(registered.id(), secret, "")));
        Thread.sleep(900);
        assertRefused(token(form(registered.id(), expiring, "")), 401, "invalid_client");

        delete(registered.path());

        assertRefused(token(form(registered.id(), secret, "")), 401, "invalid_client");
        eventuallyRefused(access);
    }

    @Test
    void scopesCanBeNarrowedAndNeverWidened() throws Exception {
        Registered registered = register("secret-scopes", "{\"scopes\":[\"read\",\"groups\"]}");
        String secret = newSecret(registered);

        HttpResponse<String> whole = token(form(registered.id(), secret, "&scope=scim"));
        HttpResponse<String> narrow = token(form(registered.id(), secret, "&scope=groups"));

        assertThat(new JsonObject(whole.body()).getString("scope")).isEqualTo("scim");
        assertThat(users(access(whole))).isEqualTo(200);
        assertThat(new JsonObject(narrow.body()).getString("scope")).isEqualTo("groups");
        assertThat(users(access(narrow))).isEqualTo(403);
        assertRefused(token(form(registered.id(), secret, "&scope=users")), 400, "invalid_scope");
        assertRefused(token(form(registered.id(), secret, "&scope=read+admin")), 400, "invalid_scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grant_type=client_credentials",
                "grant_type=password&client_id=%1$s&client_secret=%2$s",
                "client_id=%1$s&client_secret=%2$s",
                "grant_type=client_credentials&client_id=%1$s",
                "grant_type=client_credentials&client_secret=%2$s",
                "grant_type=client_credentials&client_id=%1$s&client_secret=%2$s&client_secret=%2$s",
                "grant_type=client_credentials&grant_type=client_credentials&client_id=%1$s&client_secret=%2$s",
                "grant_type=client_credentials&client_id=%1$s&client_secret=%2$s0",
                "grant_type=client_credentials&client_id=00000000-0000-0000-0000-000000000000&client_secret=%2$s",
                "grant_type=client_credentials&client_id=%1$s&client_secret=%2$s&client_assertion=a.b.c&client_assertion_type="
                        + ASSERTION_TYPE,
                "grant_type=client_credentials&client_id=%1$s&client_assertion=a.b.c",
                "grant_type=client_credentials&client_id=%1$s&client_assertion=a.b.c&client_assertion_type=other",
                "grant_type=client_credentials&client_id=%1$s&client_secret=%%zz",
                "grant_type=client_credentials&client_id=%1$s&client_secret=%%ff%%fe"
            })
    void whateverIsMissingOrTwiceIsRefusedInTheWordsOfTheStandard(String template) throws Exception {
        Registered registered = register("refusals-" + template.hashCode(), "");
        String secret = newSecret(registered);

        HttpResponse<String> answer = token(template.formatted(registered.id(), secret));

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 401);
        JsonObject body = new JsonObject(answer.body());
        assertThat(body.getString("error")).isIn("invalid_request", "invalid_client", "unsupported_grant_type");
        assertThat(body.getString("error_description")).isNotBlank().doesNotContain("\"", "\\", secret);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(answer.statusCode() == 401);
    }

    @Test
    void onlyPostOfAFormIsAnswered() throws Exception {
        for (String method : List.of("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(endpoint())
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
        }
        assertRefused(send(endpoint(), Map.of("Content-Type", "application/json"), "{}"), 400, "invalid_request");
        assertThat(token("grant_type=" + "x".repeat(20_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void anAssertionOfThePinnedIssuerGetsAToken() throws Exception {
        Registered registered = register("assertion-good", "");
        trust(registered, "assertion", "api://good");

        HttpResponse<String> answer = assertion(
                registered.id(), IssuerUnderTest.sign(key, IssuerUnderTest.claims("aud", "api://good")), "&scope=scim");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(users(access(answer))).isEqualTo(200);
        String nameless = IssuerUnderTest.sign(key, IssuerUnderTest.claims("aud", "api://good"));
        assertThat(assertion("", nameless, "").statusCode()).isEqualTo(200);
    }

    @Test
    void anAssertionIsGoodOnceWhicheverReplicaItComesTo() throws Exception {
        Registered registered = register("assertion-replay", "");
        trust(registered, "assertion", "api://replay");
        String assertion = IssuerUnderTest.sign(key, IssuerUnderTest.claims("aud", "api://replay"));
        assertThat(assertion(registered.id(), assertion, "").statusCode()).isEqualTo(200);

        assertRefused(assertion(registered.id(), assertion, ""), 401, "invalid_client");
        try (GatewayInstance replica = GatewayInstance.start(
                database.servingUrl(), 0, GatewayUnderTest.wide(), new IssuerHosts(Set.of(keyServer.host())))) {
            assertRefused(
                    send(
                            URI.create(replica.base().resolve("/oauth2/token").toString()),
                            Map.of("Content-Type", "application/x-www-form-urlencoded"),
                            assertionForm(registered.id(), assertion, "")),
                    401,
                    "invalid_client");
        }
    }

    @Test
    void anotherClientsAssertionOrUseGetsNothing() throws Exception {
        Registered one = register("assertion-one", "");
        Registered other = register("assertion-other", "");
        trust(one, "assertion", "api://one");
        trust(other, "bearer", "api://other");

        String ofOne = IssuerUnderTest.sign(key, IssuerUnderTest.claims("aud", "api://one"));
        String bearer = IssuerUnderTest.sign(key, IssuerUnderTest.claims("aud", "api://other"));

        assertRefused(assertion(other.id(), ofOne, ""), 401, "invalid_client");
        assertRefused(assertion(other.id(), bearer, ""), 401, "invalid_client");
        assertThat(users(ofOne)).isEqualTo(401);
        assertThat(users(bearer)).isEqualTo(200);
        assertThat(users(bearer)).as("a bearer token comes with every request").isEqualTo(200);
    }

    @Test
    void anEntraTokenOfVersionOneOpensTheDirectoryOfTheClientThatTrustsIt() throws Exception {
        Registered registered = register("bearer-one", "{\"scopes\":[\"read\"]}");
        JsonObject pins = pins("bearer", "8adf8e6e-67b2-4cf2-a259-e3dc5476c621")
                .put("issuer", IssuerUnderTest.ISSUER_1)
                .put("appid", IssuerUnderTest.APP);
        JsonObject issuer = add(registered, "issuers", pins.encode());
        Map<String, Object> claims = IssuerUnderTest.claims("iss", IssuerUnderTest.ISSUER_1);
        claims.put("aud", "8adf8e6e-67b2-4cf2-a259-e3dc5476c621");
        claims.put("appid", claims.remove("azp"));
        String bearer = IssuerUnderTest.sign(key, claims);

        assertThat(users(bearer)).isEqualTo(200);
        assertThat(provision(bearer)).isEqualTo(403);

        delete(registered.path() + "/issuers/" + issuer.getString("id"));
        eventuallyRefused(bearer);
    }

    @Test
    void noForgedOrMisdirectedTokenGetsIn() throws Exception {
        Registered registered = register("forged", "");
        for (String use : List.of("assertion", "bearer")) {
            add(
                    registered,
                    "issuers",
                    pins(use, IssuerUnderTest.AUDIENCE + "")
                            .put("subject", IssuerUnderTest.SUBJECT)
                            .put("appid", IssuerUnderTest.APP)
                            .encode());
        }
        assertThat(users(IssuerUnderTest.sign(key, IssuerUnderTest.claims()))).isEqualTo(200);
        Map<String, String> forged = ForgedTokens.of(key, stranger);
        List<String> in = new ArrayList<>();

        for (Map.Entry<String, String> token : forged.entrySet()) {
            int bearer = raw(token.getValue());
            int assertion = assertion(registered.id(), token.getValue(), "").statusCode();
            if (!List.of(400, 401).contains(bearer) || !List.of(400, 401).contains(assertion)) {
                in.add(token.getKey() + ": " + bearer + ", " + assertion);
            }
        }

        assertThat(forged).hasSizeGreaterThanOrEqualTo(60);
        assertThat(in).isEmpty();
        assertThat(users(IssuerUnderTest.sign(key, IssuerUnderTest.claims()))).isEqualTo(200);
        assertThat(assertion(registered.id(), IssuerUnderTest.sign(key, IssuerUnderTest.claims()), "")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"use\":\"both\"}",
                "{\"use\":\"assertion\",\"issuer\":\"https://sts.windows.net/t/\",\"tid\":\"t\",\"audience\":\"a\",\"subject\":\"s\"}",
                "{\"use\":\"bearer\",\"issuer\":\"https://other.example\",\"tid\":\"t\",\"audience\":\"a\",\"subject\":\"s\"}",
                "{\"use\":\"bearer\",\"issuer\":\"i\",\"tid\":\"t\",\"audience\":\"a\",\"keys\":\"https://login.microsoftonline.com/k\"}",
                "{\"use\":\"bearer\",\"issuer\":\"i\",\"tid\":\"t\",\"audience\":\"a\",\"subject\":\"s\",\"keys\":\"http://169.254.169.254/latest\"}",
                "{\"use\":\"bearer\",\"issuer\":\"i\",\"tid\":\"t\",\"audience\":\"a\",\"subject\":\"s\",\"keys\":\"https://evil.example/k\"}",
                "{\"use\":\"bearer\",\"issuer\":\"i\",\"tid\":\"t\",\"audience\":\"a\",\"subject\":\"s\",\"keys\":\"file:///etc/passwd\"}",
                "{\"use\":\"bearer\",\"issuer\":\"i\",\"tid\":\"t\",\"audience\":\"a b\",\"subject\":\"s\",\"keys\":\"https://login.microsoftonline.com/k\"}"
            })
    void anIssuerThatPinsTooLittleOrPointsElsewhereIsRefused(String body) throws Exception {
        Registered registered = register("issuer-" + body.hashCode(), "");

        assertThat(admin("POST", registered.path() + "/issuers", body).statusCode())
                .isEqualTo(400);
    }

    @Test
    void oneTokenStandsForOneClientOnly() throws Exception {
        trust(register("taken-one", ""), "bearer", "api://taken");
        Registered other = register("taken-other", "");

        assertThat(admin(
                                "POST",
                                other.path() + "/issuers",
                                pins("bearer", "api://taken")
                                        .put("subject", IssuerUnderTest.SUBJECT)
                                        .encode())
                        .statusCode())
                .isEqualTo(409);
    }

    /** A token of one could otherwise stand for both, and would stand for neither. */
    @ParameterizedTest
    @CsvSource({
        "S,    , S,   A, 409",
        "S,    , ,    A, 409",
        "S,   A, S,    , 409",
        "S,   A, S,   A, 409",
        ",    A, S,   A, 409",
        ",    A, ,    A, 409",
        "S,   A, S,   B, 201",
        "S,   A, T,   A, 201",
        "S,    , T,    , 201",
        "S,    , T,   A, 201"
    })
    void pinsThatOneTokenCouldMatchTwiceAreRefused(
            String subject, String app, String otherSubject, String otherApp, int status) throws Exception {
        String audience = "api://" + subject + app + otherSubject + otherApp;
        for (String use : List.of("bearer", "assertion")) {
            Registered one = register(("overlap-" + use + subject + app + otherSubject + otherApp).toLowerCase(), "");
            Registered other = register(("other-" + use + subject + app + otherSubject + otherApp).toLowerCase(), "");
            add(one, "issuers", pinned(use, audience, subject, app));

            assertThat(admin("POST", other.path() + "/issuers", pinned(use, audience, otherSubject, otherApp))
                            .statusCode())
                    .isEqualTo(status);
            assertThat(admin("POST", one.path() + "/issuers", pinned(use, audience, otherSubject, otherApp))
                            .statusCode())
                    .as("nor by one client, in two ways")
                    .isEqualTo(409);
        }
    }

    private String pinned(String use, String audience, @Nullable String subject, @Nullable String app) {
        JsonObject pins = pins(use, audience);
        if (subject != null) {
            pins.put("subject", subject);
        }
        if (app != null) {
            pins.put("appid", app);
        }
        return pins.encode();
    }

    @Test
    void aSuspendedTenantsClientsGetNothing() throws Exception {
        Registered registered = register("suspended", "");
        String secret = newSecret(registered);
        trust(registered, "assertion", "api://suspended");
        trust(registered, "bearer", "api://suspended");
        String bearer = IssuerUnderTest.sign(key, IssuerUnderTest.claims("aud", "api://suspended"));
        String access = access(token(form(registered.id(), secret, "")));
        assertThat(users(bearer)).isEqualTo(200);

        suspend(registered, true);

        assertRefused(token(form(registered.id(), secret, "")), 400, "unauthorized_client");
        String assertion = IssuerUnderTest.sign(key, IssuerUnderTest.claims("aud", "api://suspended"));
        assertRefused(assertion(registered.id(), assertion, ""), 400, "unauthorized_client");
        eventuallyAnswered(bearer, 403);
        eventuallyAnswered(access, 403);

        suspend(registered, false);

        assertThat(assertion(registered.id(), assertion, "").statusCode())
                .as("it was not used up")
                .isEqualTo(200);
        assertThat(token(form(registered.id(), secret, "")).statusCode()).isEqualTo(200);
        eventuallyAnswered(bearer, 200);
        eventuallyAnswered(access, 200);
    }

    private void suspend(Registered registered, boolean suspended) throws Exception {
        String tenant = registered.path().substring(0, registered.path().indexOf("/clients"));
        expect(200, admin("PATCH", tenant, "{\"suspended\":" + suspended + "}"));
    }

    @Test
    void neitherSecretsNorTokensAreInAnyTable() throws Exception {
        Registered registered = register("digests", "");
        String secret = newSecret(registered);
        String access = access(token(form(registered.id(), secret, "")));

        for (String table : List.of("client", "client_secret", "client_issuer", "client_assertion", "credential")) {
            assertThat(TestDatabase.query(database.superuserUrl(), "SELECT x::text FROM sluice." + table + " x"))
                    .noneMatch(row ->
                            row.getFirst().contains(secret) || row.getFirst().contains(access));
        }
    }

    private record Registered(String id, String path) {}

    private Registered register(String tenant, String client) throws Exception {
        expect(
                201,
                admin(
                        "POST",
                        "",
                        JsonObject.of("name", tenant.replace("-", "n-")).encode()));
        String path = "/" + tenant.replace("-", "n-") + "/clients";
        String id = expect(201, admin("POST", path, client)).getString("id");
        return new Registered(id, path + "/" + id);
    }

    private String newSecret(Registered registered) throws Exception {
        return add(registered, "secrets", "").getString("secret");
    }

    private JsonObject add(Registered registered, String what, String body) throws Exception {
        return expect(201, admin("POST", registered.path() + "/" + what, body));
    }

    private void trust(Registered registered, String use, String audience) throws Exception {
        add(
                registered,
                "issuers",
                pins(use, audience).put("subject", IssuerUnderTest.SUBJECT).encode());
    }

    private JsonObject pins(String use, String audience) {
        return JsonObject.of("use", use, "issuer", IssuerUnderTest.ISSUER, "tid", IssuerUnderTest.DIRECTORY)
                .put("audience", audience)
                .put("keys", keyServer.url());
    }

    private void delete(String path) throws Exception {
        assertThat(admin("DELETE", path, "").statusCode()).isEqualTo(204);
    }

    private static JsonObject expect(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(admin + path))
                        .header("Authorization", "Bearer " + adminToken)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String form(String id, String secret, String more) {
        return "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret + more;
    }

    private static String assertionForm(String id, String assertion, String more) {
        return "grant_type=client_credentials"
                + (id.isEmpty() ? "" : "&client_id=" + id)
                + "&client_assertion_type=" + URLEncoder.encode(ASSERTION_TYPE, StandardCharsets.UTF_8)
                + "&client_assertion=" + URLEncoder.encode(assertion, StandardCharsets.UTF_8)
                + more;
    }

    private HttpResponse<String> assertion(String id, String assertion, String more) throws Exception {
        return token(assertionForm(id, assertion, more));
    }

    private HttpResponse<String> token(String form) throws Exception {
        return send(endpoint(), Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
    }

    private HttpResponse<String> basic(String pair, String form) throws Exception {
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return send(
                endpoint(),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Authorization", "Basic " + encoded),
                form);
    }

    private HttpResponse<String> send(URI address, Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI endpoint() {
        return gateway.base().resolve("/oauth2/token");
    }

    private static String access(HttpResponse<String> answer) {
        return expect(200, answer).getString("access_token");
    }

    private int users(String bearer) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(gateway.base() + "/Users?count=0"))
                                .header("Authorization", "Bearer " + bearer)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** Byte for byte, since an HTTP client would not send some of them. */
    private int raw(String bearer) throws Exception {
        try (java.net.Socket socket =
                new java.net.Socket(gateway.base().getHost(), gateway.base().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            ("GET /scim/v2/Users?count=0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                            + bearer + "\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    private int provision(String bearer) throws Exception {
        return send(
                        URI.create(gateway.base() + "/Users"),
                        Map.of("Content-Type", "application/scim+json", "Authorization", "Bearer " + bearer),
                        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"x\"}")
                .statusCode();
    }

    private void eventuallyRefused(String bearer) throws Exception {
        eventuallyAnswered(bearer, 401);
    }

    private void eventuallyAnswered(String bearer, int status) throws Exception {
        eventually(() -> users(bearer) == status);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo(error);
    }
}
