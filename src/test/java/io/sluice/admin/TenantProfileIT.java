package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.admin.AdminUnderTest.Tenant;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class TenantProfileIT {
    @RegisterExtension
    final AdminUnderTest admin = new AdminUnderTest();

    @Test
    void aSuspendedTenantIsRefusedInWordsUntilItIsResumedAndItsNeighbourIsNot() throws Exception {
        Tenant tenant = admin.newTenant();
        Tenant neighbour = admin.newTenant();
        admin.scimOnce(tenant, "/Users", 200);

        assertThat(admin.json(200, "PATCH", tenant.path(""), "{\"suspended\":true}"))
                .isEqualTo(JsonObject.of("name", tenant.name(), "suspended", true));

        HttpResponse<String> refused = admin.scimOnce(tenant, "/Users", 403);
        JsonObject error = new JsonObject(refused.body());
        assertThat(refused.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/scim+json"));
        assertThat(error.getString("status")).isEqualTo("403");
        assertThat(error.getString("detail")).contains("suspended");
        assertThat(admin.scim(tenant, "POST", "/Users", "{\"userName\":\"ada\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.scim(neighbour, "GET", "/Users", "").statusCode()).isEqualTo(200);

        admin.json(200, "PATCH", tenant.path(""), "{\"suspended\":false}");

        assertThat(new JsonObject(admin.scimOnce(tenant, "/Users", 200).body()).getInteger("totalResults"))
                .isZero();
        assertThat(admin.json(200, "GET", tenant.path(""), "").getBoolean("suspended"))
                .isFalse();
    }

    @Test
    void aDeletedTenantIsGoneWithEverythingThatItOwnedAndItsNeighbourIsNot() throws Exception {
        Tenant tenant = admin.newTenant();
        Tenant neighbour = admin.newTenant();
        for (Tenant each : List.of(tenant, neighbour)) {
            JsonObject ada = new JsonObject(admin.scim(
                            each, "POST", "/Users", "{\"userName\":\"ada\",\"emails\":[{\"value\":\"a@example.com\"}]}")
                    .body());
            admin.scim(each, "POST", "/Groups", """
                    {"displayName":"g","members":[{"value":"%s"}]}""".formatted(ada.getString("id")));
            admin.json(200, "PUT", each.path("/schemas/urn:example:Note"), """
                    {"id":"urn:example:Note","name":"Note","attributes":[{"name":"text"}]}""");
            admin.json(200, "PUT", each.path("/resource-types/User"), """
                    {"schemaExtensions":[{"schema":"urn:example:Note"}]}""");
        }
        String id = admin.tenantId(tenant);

        admin.json(202, "DELETE", tenant.path(""), "");

        admin.scimOnce(tenant, "/Users", 401);
        while (admin.purge()) {
            // Each call is one bounded piece, as a replica does it.
        }
        admin.json(404, "GET", tenant.path(""), "");
        assertThat(admin.tablesWithRowsOf(id)).isEmpty();
        assertThat(new JsonObject(admin.scim(neighbour, "GET", "/Groups", "").body()).encode())
                .contains("\"members\"");
        assertThat(admin.tablesWithRowsOf(admin.tenantId(neighbour)))
                .contains("credential", "resource", "member", "search_value", "change", "tenant_schema", "tenant_type");
        admin.json(
                201,
                "POST",
                AdminUnderTest.TENANTS,
                JsonObject.of("name", tenant.name()).encode());
    }

    @Test
    void limitsOfATenantAreKeptAndTakenAway() {
        Tenant tenant = admin.newTenant();
        JsonObject limits = JsonObject.of("perSecond", 50, "burst", 200, "inFlight", 16);
        admin.json(404, "GET", tenant.path("/limits"), "");

        admin.json(200, "PUT", tenant.path("/limits"), limits.encode());

        assertThat(admin.json(200, "GET", tenant.path("/limits"), "")).isEqualTo(limits);
        admin.json(204, "DELETE", tenant.path("/limits"), "");
        admin.json(404, "GET", tenant.path("/limits"), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"suspended\":null}",
                "{\"suspended\":\"true\"}",
                "{\"suspended\":true,\"name\":\"other\"}"
            })
    void refusesWhatIsNoChangeOfATenant(String body) {
        Tenant tenant = admin.newTenant();

        admin.json(400, "PATCH", tenant.path(""), body);

        assertThat(admin.json(200, "GET", tenant.path(""), "").getBoolean("suspended"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"perSecond\":50}",
                "{\"perSecond\":0,\"burst\":1,\"inFlight\":1}",
                "{\"perSecond\":50,\"burst\":49,\"inFlight\":1}",
                "{\"perSecond\":50,\"burst\":50,\"inFlight\":0}",
                "{\"perSecond\":50.5,\"burst\":60,\"inFlight\":1}",
                "{\"perSecond\":50,\"burst\":2147483648,\"inFlight\":1}",
                "{\"perSecond\":50,\"burst\":60,\"inFlight\":1,\"inflight\":1}"
            })
    void refusesWhatAreNoLimits(String body) {
        Tenant tenant = admin.newTenant();

        admin.json(400, "PUT", tenant.path("/limits"), body);

        admin.json(404, "GET", tenant.path("/limits"), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "PATCH /", "GET /limits", "PUT /limits", "DELETE /limits"})
    void knowsNoTenantThatThereIsNot(String request) {
        String path = AdminUnderTest.TENANTS + "/nobody"
                + request.substring(request.indexOf(' ') + 1).replaceAll("/$", "");
        String body = path.endsWith("limits") ? "{\"perSecond\":1,\"burst\":1,\"inFlight\":1}" : "{\"suspended\":true}";

        admin.json(404, request.substring(0, request.indexOf(' ')), path, body);
    }
}
