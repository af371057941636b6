package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayUnderTest;
import io.sluice.config.BearerToken;
import io.sluice.config.Endpoint;
import io.sluice.config.IssuerHosts;
import io.sluice.config.Secret;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.Housekeeping;
import io.sluice.store.pg.MatchingBuild;
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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An administration API beside the gateway under test, on the same database, and a client of both; as long as the tests of one class. */
final class AdminUnderTest implements BeforeAllCallback, AfterAllCallback {
    static final String TENANTS = "/admin/v1/tenants";

    /** A replica looks a credential up again after two seconds; the rest is for a slow machine. */
    private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(20);

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String token = BearerToken.admin();
    private final Vertx vertx = Vertx.vertx();
    private final Housekeeping housekeeping = new DoorsFactory(
                    GatewayUnderTest.database().servingUrl(), ConnectionSplit.of(4, 1), Meters.NONE)
            .housekeeping(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI scim = GatewayUnderTest.newTenant().base();
    private final AdminStores stores = new AdminStores(
            new PgTenantStore(housekeeping.doors()),
            new PgTenantProfileStore(housekeeping.doors()),
            new PgDefinitionStore(housekeeping.doors()),
            new PgClientDirectory(housekeeping.doors()),
            new PgChangeStore(housekeeping.doors()),
            new PgUndoStore(vertx, housekeeping.doors()),
            new PgHoldStore(housekeeping.doors()));
    private final AdminRouteTable table = AdminServer.table(stores, IssuerHosts.MICROSOFT);
    private int port;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        port = AdminServer.listen(
                        vertx,
                        new Endpoint("127.0.0.1", 0),
                        new Secret(token),
                        stores,
                        IssuerHosts.MICROSOFT,
                        Meters.NONE)
                .await(10, TimeUnit.SECONDS)
                .port();
    }

    /** A new tenant and the token that opens its directory. */
    record Tenant(String name, String secret) {
        String path(String below) {
            return TENANTS + "/" + name + below;
        }
    }

    Tenant newTenant() {
        String name = "administered-" + NAMES.incrementAndGet();
        JsonObject created =
                json(201, "POST", TENANTS, JsonObject.of("name", name).encode());
        return new Tenant(name, created.getJsonObject("token").getString("secret"));
    }

    /** Sends to the administration API and expects the status. */
    JsonObject json(int status, String method, String path, String body) {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isEqualTo(status);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    /** The status is one that the description of the API names for this request. */
    HttpResponse<String> send(String method, String path, String body) {
        HttpResponse<String> answer = send(URI.create("http://127.0.0.1:" + port + path), token, method, body);
        if (table.find(method, URI.create(path).getRawPath()) instanceof AdminRouteTable.Result.Known known) {
            assertThat(OpenApiTest.statuses(known.found().route()))
                    .as(method + " " + path)
                    .contains(answer.statusCode());
        }
        return answer;
    }

    /** Sends to the directory of the tenant. */
    HttpResponse<String> scim(Tenant tenant, String method, String path, String body) {
        return scim(scim, tenant, method, path, body);
    }

    /** The same through another gateway on the database. */
    HttpResponse<String> scim(URI gateway, Tenant tenant, String method, String path, String body) {
        return send(URI.create(gateway + path), tenant.secret(), method, body);
    }

    /** A Bulk request that is not waited for; its id. */
    String later(Tenant tenant, String body) {
        HttpResponse<String> accepted =
                send(URI.create(scim + "/Bulk"), tenant.secret(), "POST", body, "Prefer", "respond-async");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return accepted.headers().firstValue("Set-Txn").orElseThrow();
    }

    /** Until a GET of the path is answered so: replicas follow a change with a delay. */
    HttpResponse<String> scimOnce(Tenant tenant, String path, int status) throws InterruptedException {
        long end = System.nanoTime() + FOLLOWED_WITHIN.toNanos();
        HttpResponse<String> answer = scim(tenant, "GET", path, "");
        while (answer.statusCode() != status && System.nanoTime() < end) {
            Thread.sleep(50);
            answer = scim(tenant, "GET", path, "");
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    /** One piece of the work that every replica does in the background. */
    boolean purge() throws Exception {
        return housekeeping.purge().await(20, TimeUnit.SECONDS);
    }

    /** Likewise of the indexes that tenants declared; false where there is nothing to do. */
    boolean index() throws Exception {
        return new MatchingBuild(housekeeping.doors()).piece().await(20, TimeUnit.SECONDS);
    }

    String tenantId(Tenant tenant) throws SQLException {
        return superuser("SELECT tenant_id FROM sluice.tenant WHERE name = '" + tenant.name() + "'")
                .getFirst();
    }

    List<String> tablesWithRowsOf(String tenantId) throws SQLException {
        List<String> tables = new ArrayList<>();
        for (String table : superuser(
                "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                        + " WHERE c.relnamespace = 'sluice'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'")) {
            if (!superuser("SELECT 1 FROM sluice." + table + " WHERE tenant_id = " + tenantId + " LIMIT 1")
                    .isEmpty()) {
                tables.add(table);
            }
        }
        return tables;
    }

    static List<String> superuser(String sql) throws SQLException {
        return TestDatabase.query(GatewayUnderTest.database().superuserUrl(), sql).stream()
                .map(List::getFirst)
                .toList();
    }

    private HttpResponse<String> send(URI uri, String bearer, String method, String body, String... others) {
        List<String> headers =
                new ArrayList<>(List.of("Authorization", "Bearer " + bearer, "Content-Type", "application/scim+json"));
        headers.addAll(List.of(others));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .headers(headers.toArray(String[]::new))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException failure) {
            throw new IllegalStateException(method + " " + uri, failure);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        housekeeping.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
