package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.admin.AdminUnderTest.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas and resource types of a tenant's own, from their definition to every way of reading and writing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DefinitionsIT {
    private static final String BADGE = "urn:example:params:scim:schemas:extension:2.0:Badge";
    private static final String ROOM = "urn:example:params:scim:schemas:2.0:Room";
    private static final String BADGE_SCHEMA = """
            {"id":"%s","name":"Badge","attributes":[
              {"name":"number","type":"integer"},
              {"name":"level","canonicalValues":["low","high"]},
              {"name":"doors","multiValued":true,"type":"complex","subAttributes":[{"name":"value"},{"name":"type"}]}]}""".formatted(BADGE);
    private static final String ROOM_SCHEMA = """
            {"id":"%s","name":"Room","attributes":[
              {"name":"code","required":true,"uniqueness":"server"},
              {"name":"seats","type":"integer"}]}""".formatted(ROOM);
    private static final String USER_WITH_BADGE = "{\"schemaExtensions\":[{\"schema\":\"%s\"}]}".formatted(BADGE);
    private static final String ROOM_TYPE = "{\"endpoint\":\"/Rooms\",\"schema\":\"%s\"}".formatted(ROOM);

    @RegisterExtension
    final AdminUnderTest admin = new AdminUnderTest();

    @Test
    void anExtensionIsKeptFilteredPatchedAndProjectedForItsTenantOnly() throws Exception {
        Tenant tenant = withBadge();
        Tenant neighbour = admin.newTenant();
        String body =
                "{\"userName\":\"ada\",\"%s\":{\"number\":\"7\",\"LEVEL\":\"high\",\"doors\":[{\"value\":\"front\",\"type\":\"x\"}]}}"
                        .formatted(BADGE);

        JsonObject ada = created(tenant, "/Users", body);

        assertThat(ada.getJsonArray("schemas")).contains(BADGE);
        assertThat(ada.getJsonObject(BADGE))
                .isEqualTo(new JsonObject(
                        "{\"number\":7,\"level\":\"high\",\"doors\":[{\"value\":\"front\",\"type\":\"x\"}]}"));
        assertThat(found(tenant, "/Users", BADGE + ":number gt 6")).isEqualTo(1);
        assertThat(found(tenant, "/Users", BADGE + ":number gt 7")).isZero();
        assertThat(found(tenant, "/Users", "doors[type eq \"x\" and value sw \"fr\"]"))
                .isEqualTo(1);
        JsonObject patched = ok(admin.scim(tenant, "PATCH", "/Users/" + ada.getString("id"), """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
                  {"op":"replace","path":"%1$s:number","value":8},{"op":"remove","path":"%1$s:doors[value eq \\"front\\"]"}]}""".formatted(BADGE)));
        assertThat(patched.getJsonObject(BADGE)).isEqualTo(JsonObject.of("number", 8, "level", "high"));
        JsonObject shown = get(tenant, "/Users/" + ada.getString("id") + "?attributes=" + BADGE + ":number");
        assertThat(shown.getJsonObject(BADGE)).isEqualTo(JsonObject.of("number", 8));
        HttpResponse<String> wrong = admin.scim(
                tenant, "POST", "/Users", "{\"userName\":\"bob\",\"%s\":{\"number\":\"x\"}}".formatted(BADGE));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("number");

        assertThat(get(tenant, "/Schemas/" + BADGE).getString("name")).isEqualTo("Badge");
        assertThat(get(tenant, "/ResourceTypes/User").getJsonArray("schemaExtensions"))
                .contains(JsonObject.of("schema", BADGE, "required", false));
        assertThat(admin.scim(neighbour, "GET", "/Schemas/" + BADGE, "").statusCode())
                .isEqualTo(404);
        assertThat(created(neighbour, "/Users", body).containsKey(BADGE)).isFalse();
        assertThat(admin.scim(neighbour, "GET", "/Users?filter=" + encoded(BADGE + ":number gt 6"), "")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anExtensionThatIsTakenAwayIsNotShownAndComesBack() throws Exception {
        Tenant tenant = withBadge();
        String path = "/Users/"
                + created(tenant, "/Users", "{\"userName\":\"ada\",\"%s\":{\"number\":7}}".formatted(BADGE))
                        .getString("id");
        assertThat(admin.json(409, "DELETE", tenant.path("/schemas/" + BADGE), "")
                        .getString("detail"))
                .contains("User uses it");

        admin.json(204, "DELETE", tenant.path("/resource-types/User"), "");
        admin.json(204, "DELETE", tenant.path("/schemas/" + BADGE), "");

        admin.scimOnce(tenant, "/Schemas/" + BADGE, 404);
        JsonObject without = get(tenant, path);
        assertThat(without.containsKey(BADGE)).isFalse();
        assertThat(without.getJsonArray("schemas"))
                .isEqualTo(JsonArray.of("urn:ietf:params:scim:schemas:core:2.0:User"));
        assertThat(get(tenant, "/Users").encode()).doesNotContain(BADGE);
        assertThat(get(tenant, path + "?attributes=" + BADGE).containsKey(BADGE))
                .isFalse();
        assertThat(admin.json(409, "PUT", tenant.path("/schemas/" + BADGE), BADGE_SCHEMA.replace("integer", "string"))
                        .getString("detail"))
                .contains("number was single integer before");

        define(tenant);

        admin.scimOnce(tenant, "/Schemas/" + BADGE, 200);
        assertThat(get(tenant, path).getJsonObject(BADGE)).isEqualTo(JsonObject.of("number", 7));
    }

    @Test
    void aResourceTypeOfATenantHasItsOwnEndpointAndItsOwnNames() throws Exception {
        Tenant tenant = admin.newTenant();
        Tenant neighbour = admin.newTenant();
        admin.json(200, "PUT", tenant.path("/schemas/" + ROOM), ROOM_SCHEMA);
        admin.json(200, "PUT", tenant.path("/resource-types/Room"), ROOM_TYPE);
        admin.scimOnce(tenant, "/Rooms", 200);

        JsonObject room = created(tenant, "/Rooms", "{\"code\":\"R1\",\"seats\":12,\"externalId\":\"x\"}");

        String path = "/Rooms/" + room.getString("id");
        assertThat(room.getJsonObject("meta").getString("resourceType")).isEqualTo("Room");
        assertThat(room.getJsonObject("meta").getString("location")).endsWith(path);
        HttpResponse<String> taken = admin.scim(tenant, "POST", "/Rooms", "{\"code\":\"r1\"}");
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("code");
        assertThat(admin.scim(tenant, "POST", "/Rooms", "{\"seats\":1}").statusCode())
                .isEqualTo(400);
        created(tenant, "/Rooms", "{\"code\":\"R2\",\"seats\":4}");
        assertThat(found(tenant, "/Rooms", "code eq \"r1\"")).isEqualTo(1);
        assertThat(found(tenant, "/Rooms", "code sw \"R\" and seats lt 10")).isEqualTo(1);
        assertThat(found(tenant, "", "meta.resourceType eq \"Room\"")).isEqualTo(2);
        assertThat(get(tenant, "/Rooms?sortBy=seats")
                        .getJsonArray("Resources")
                        .getJsonObject(0)
                        .getString("code"))
                .isEqualTo("R2");
        assertThat(get(tenant, "/ResourceTypes").getInteger("totalResults")).isEqualTo(3);
        JsonObject put = ok(admin.scim(tenant, "PUT", path, "{\"code\":\"R1\",\"seats\":13}"));
        assertThat(put.getInteger("seats")).isEqualTo(13);
        assertThat(admin.scim(tenant, "POST", "/Groups", """
                        {"displayName":"g","members":[{"value":"%s"}]}""".formatted(room.getString("id")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.scim(neighbour, "GET", "/Rooms", "").statusCode()).isEqualTo(404);

        admin.json(204, "DELETE", tenant.path("/resource-types/Room"), "");
        admin.scimOnce(tenant, "/Rooms", 404);
        assertThat(get(tenant, "").getInteger("totalResults")).isZero();
        admin.json(200, "PUT", tenant.path("/resource-types/Room"), ROOM_TYPE);
        admin.scimOnce(tenant, "/Rooms", 200);
        assertThat(get(tenant, path).getInteger("seats")).isEqualTo(13);
        assertThat(admin.scim(tenant, "DELETE", path, "").statusCode()).isEqualTo(204);
    }

    @Test
    void aBulkRequestThatIsNotWaitedForKnowsTheTenantsOwnTypes() throws Exception {
        Tenant tenant = admin.newTenant();
        admin.json(200, "PUT", tenant.path("/schemas/" + ROOM), ROOM_SCHEMA);
        admin.json(200, "PUT", tenant.path("/resource-types/Room"), ROOM_TYPE);
        admin.scimOnce(tenant, "/Rooms", 200);

        String job = admin.later(tenant, """
                {"Operations":[{"method":"POST","path":"/Rooms","bulkId":"r","data":{"code":"R1","seats":12}}]}""");

        JsonObject done =
                new JsonObject(admin.scimOnce(tenant, "/Bulk/" + job, 200).body());
        assertThat(done.getJsonArray("Operations").getJsonObject(0).getString("status"))
                .as(done.encode())
                .isEqualTo("201");
        assertThat(found(tenant, "/Rooms", "code eq \"R1\" and seats eq 12")).isEqualTo(1);
    }

    @Test
    void aTypeWithoutUniqueAttributeTakesAnything() throws Exception {
        Tenant tenant = admin.newTenant();
        admin.json(200, "PUT", tenant.path("/schemas/urn:example:Note"), """
                {"id":"urn:example:Note","name":"Note","attributes":[{"name":"text"}]}""");
        admin.json(200, "PUT", tenant.path("/resource-types/Note"), """
                {"endpoint":"/Notes","schema":"urn:example:Note"}""");
        admin.scimOnce(tenant, "/Notes", 200);

        created(tenant, "/Notes", "{\"text\":\"same\"}");
        created(tenant, "/Notes", "{\"text\":\"same\"}");

        assertThat(found(tenant, "/Notes", "text eq \"SAME\"")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Room  | {"endpoint":"/Rooms","schema":"urn:example:unknown"}                     | define it first
            Room  | {"endpoint":"/Users","schema":"%1$s"}                                    | another resource type's
            Room  | {"endpoint":"/schemas","schema":"%1$s"}                                  | not taken
            Room  | {"endpoint":"Rooms","schema":"%1$s"}                                     | must be a slash
            Room  | {"endpoint":"/Ro/oms","schema":"%1$s"}                                   | must be a slash
            Room  | {"schema":"%1$s"}                                                        | endpoint is missing
            Room  | {"endpoint":"/Rooms"}                                                    | schema is missing
            Room  | {"name":"Other","endpoint":"/Rooms","schema":"%1$s"}                     | the address says Room
            Room  | {"endpoint":"/Rooms","schema":"%1$s","extra":1}                          | does not belong here
            Room  | {"endpoint":"/Rooms","schema":"%1$s","schemaExtensions":[{"schema":"%1$s"}]} | stands twice
            user  | {"endpoint":"/People","schema":"%1$s"}                                   | in other letters
            User  | {"endpoint":"/People"}                                                   | and stays
            User  | {"schema":"%1$s"}                                                        | and stays
            User  | {"schemaExtensions":[{"schema":"%1$s"}]}                                 | core schemas only
            Ro-om | {"endpoint":"/Rooms","schema":"%1$s"}                                    | letters and digits
            """)
    void refusesAResourceTypeThatDoesNotFit(String name, String body, String reason) {
        Tenant tenant = admin.newTenant();
        admin.json(200, "PUT", tenant.path("/schemas/" + ROOM), ROOM_SCHEMA);

        JsonObject problem = admin.json(400, "PUT", tenant.path("/resource-types/" + name), body.formatted(ROOM));

        assertThat(problem.getString("detail")).contains(reason);
        assertThat(admin.json(200, "GET", tenant.path("/resource-types"), "").getJsonArray("resourceTypes"))
                .isEmpty();
    }

    @Test
    void definitionsAreReadBackUnderTheirNamesByTheirTenantOnly() {
        Tenant tenant = admin.newTenant();
        Tenant neighbour = admin.newTenant();
        define(tenant);

        assertThat(admin.json(200, "GET", tenant.path("/schemas/" + BADGE.toUpperCase(java.util.Locale.ROOT)), "")
                        .getString("id"))
                .isEqualTo(BADGE);
        assertThat(admin.json(200, "GET", tenant.path("/schemas"), "").getJsonArray("schemas"))
                .hasSize(1);
        assertThat(admin.json(200, "GET", tenant.path("/resource-types/User"), "")
                        .getJsonArray("schemaExtensions"))
                .hasSize(1);
        admin.json(404, "GET", neighbour.path("/schemas/" + BADGE), "");
        admin.json(404, "DELETE", neighbour.path("/schemas/" + BADGE), "");
        admin.json(404, "DELETE", neighbour.path("/resource-types/User"), "");
        admin.json(400, "PUT", neighbour.path("/schemas/" + ROOM), BADGE_SCHEMA);
        admin.json(400, "PUT", neighbour.path("/resource-types/User"), USER_WITH_BADGE);
    }

    private Tenant withBadge() throws Exception {
        Tenant tenant = admin.newTenant();
        define(tenant);
        admin.scimOnce(tenant, "/Schemas/" + BADGE, 200);
        return tenant;
    }

    private void define(Tenant tenant) {
        admin.json(200, "PUT", tenant.path("/schemas/" + BADGE), BADGE_SCHEMA);
        admin.json(200, "PUT", tenant.path("/resource-types/User"), USER_WITH_BADGE);
    }

    private JsonObject created(Tenant tenant, String path, String body) {
        HttpResponse<String> answer = admin.scim(tenant, "POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private JsonObject get(Tenant tenant, String path) {
        return ok(admin.scim(tenant, "GET", path, ""));
    }

    private int found(Tenant tenant, String path, String filter) {
        return get(tenant, path + "?filter=" + encoded(filter)).getInteger("totalResults");
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
