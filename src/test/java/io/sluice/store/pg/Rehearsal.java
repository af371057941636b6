package io.sluice.store.pg;

import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.http.BaseUrl;
import io.sluice.http.HttpVerticle;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.MemberChunk;
import io.sluice.store.TenantToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything a client can ask of the gateway, over a real socket, so that each statement that the product has is sent at least once. The
 * reads come last and find what the writes left.
 */
final class Rehearsal {
    private static final String TENANT = "rehearsal";
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int MAX_COUNT = 100;

    private static final List<String> USER_FILTERS = List.of(
            "id eq \"%1$s\"",
            "id ne \"%2$s\"",
            "id sw \"%1$s\"",
            "userName eq \"ANN\"",
            "userName ne \"nobody\"",
            "userName sw \"an\"",
            "userName co \"n\"",
            "userName ew \"nn\"",
            "userName gt \"a\" and userName le \"z\"",
            "externalId eq \"X-1\"",
            "externalId pr",
            "externalId sw \"X\"",
            "emails[type eq \"work\"].value eq \"ann@work.example\"",
            "emails[type eq \"work\" and value eq \"ann@work.example\"]",
            "emails[type eq \"work\" and value sw \"ann\" and primary eq true]",
            "emails[value ew \"example\" or type eq \"home\"]",
            "emails eq \"ann@work.example\"",
            "emails.value eq \"ann@work.example\"",
            "emails.value sw \"ann\"",
            "emails.value co \"work\"",
            "emails.value ew \"example\"",
            "emails.type eq \"work\"",
            "emails pr",
            "displayName eq \"Ann A\"",
            "displayName sw \"ann\"",
            "displayName pr",
            "title eq \"Dr\"",
            "title pr and not (title eq \"Mr\")",
            "name.familyName co \"A\"",
            "active eq true",
            "phoneNumbers[type eq \"mobile\"].value pr",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"7\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"%2$s\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value pr",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"D\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr",
            "groups.value eq \"%3$s\"",
            "groups[display eq \"g\"]",
            "groups.type eq \"direct\"",
            "groups.$ref co \"%3$s\"",
            "groups pr",
            "meta.resourceType eq \"User\"",
            "meta.created gt \"2011-05-13T04:42:34Z\"",
            "meta.lastModified ge \"2011-05-13T04:42:34Z\"",
            "meta.version eq \"W/\\\"2\\\"\" or userName pr",
            "meta.location ew \"/Users/%1$s\"",
            "meta.location co \"%1$s\"",
            "userName eq \"nobody\" or emails.value eq \"ann@work.example\"",
            "not (userName eq \"bob\" or externalId eq \"nothing\")");

    private static final List<String> GROUP_FILTERS = List.of(
            "id eq \"%3$s\"",
            "displayName eq \"G\"",
            "displayName sw \"g\"",
            "externalId eq \"XG\"",
            "members eq \"%1$s\"",
            "members.value eq \"%1$s\"",
            "members[value eq \"%1$s\"]",
            "id eq \"%3$s\" and members eq \"%1$s\"",
            "id eq \"%3$s\" and members[value eq \"%1$s\"]",
            "members.display co \"ann\"",
            "members[type eq \"User\" and display eq \"ann a\"]",
            "members.$ref ew \"/Users/%1$s\"",
            "members.$ref co \"%1$s\"",
            "members.type eq \"User\"",
            "members pr",
            "not (members.value eq \"%2$s\")");

    private static final List<String> SORT_KEYS = List.of(
            "userName", "id", "meta.lastModified", "meta.created", "externalId", "name.familyName", "emails", "active");

    private final StoreUnderTest underTest;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token = BearerToken.tenant();
    private String base = "";
    private ResourceId ann = new ResourceId(new UUID(0, 0));
    private ResourceId boss = ann;
    private ResourceId group = ann;

    Rehearsal(StoreUnderTest underTest) {
        this.underTest = underTest;
    }

    /** Of a user with every indexed value, a manager, and a group. */
    ResourceId ann() {
        return ann;
    }

    ResourceId boss() {
        return boss;
    }

    /** Of a group with {@link #ann} and {@link #boss}. */
    ResourceId group() {
        return group;
    }

    byte[] digest() {
        return BearerAuthentication.sha256(token);
    }

    void run() {
        BaseUrl url = new BaseUrl(port -> "http://127.0.0.1:" + port);
        HttpVerticle.Settings settings =
                new HttpVerticle.Settings("127.0.0.1", 0, MAX_BODY_BYTES, MAX_COUNT, StoreUnderTest.TYPES, url);
        String deployment = await(underTest
                .vertx()
                .deployVerticle(new HttpVerticle(
                        settings,
                        loop -> new HttpVerticle.Stores(
                                new PgResourceStore(underTest.doors(), StoreUnderTest.TYPES, url),
                                new PgCredentialStore(underTest.doors()),
                                new PgCursorKeyStore(underTest.doors())))));
        this.base = url.get();
        await(underTest.housekeeping().isReady());
        await(underTest.housekeeping().hasSecondWall());
        await(underTest.housekeeping().purge());
        await(underTest.housekeeping().ensureTenant(TENANT, digest()));
        administer();
        createAll();
        changeAll();
        deleteSome();
        readAll();
        readLargeGroup();
        await(underTest.vertx().undeploy(deployment));
    }

    private void administer() {
        PgTenantStore tenants = new PgTenantStore(underTest.doors());
        TenantId tenant = await(tenants.find(TENANT)).orElseThrow();
        assertThat(await(tenants.create("another", BearerAuthentication.sha256(BearerToken.tenant()))))
                .isPresent();
        TenantToken added =
                await(tenants.addToken(tenant, BearerAuthentication.sha256(BearerToken.tenant()), Optional.empty()));
        assertThat(await(tenants.revoke(tenant, added.id()))).isTrue();
        assertThat(await(tenants.after("", 10))).hasSize(2);
        assertThat(await(tenants.tokens(tenant))).hasSize(1);
    }

    private void createAll() {
        boss = create("Users", "{\"userName\":\"boss\"}");
        for (int number = 1; number <= 3; number++) {
            create("Users", """
                    {"userName":"more%1$d","externalId":"Y-%1$d","name":{"familyName":"M%1$d"},"active":true,
                     "emails":[{"value":"more%1$d@work.example"}]}""".formatted(number));
        }
        ann = create("Users", """
                {"userName":"Ann","externalId":"X-1","displayName":"Ann A","name":{"familyName":"A"},"active":true,
                 "emails":[{"type":"work","value":"ann@work.example","primary":true}],
                 "phoneNumbers":[{"type":"mobile","value":"1"}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7","department":"D",
                   "manager":{"value":"%s"}}}""".formatted(boss));
        group = create(
                "Groups",
                "{\"displayName\":\"g\",\"externalId\":\"XG\",\"members\":[{\"value\":\"%s\"}]}".formatted(ann));
        create("Groups", "{\"displayName\":\"outer\",\"members\":[{\"value\":\"%s\"}]}".formatted(group));
    }

    private void changeAll() {
        patch("Users/" + ann, replace("title", "\"Dr\""));
        patch(
                "Groups/" + group,
                "{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(boss));
        patch("Groups/" + group, "{\"op\":\"Remove\",\"path\":\"members[display eq \\\"nobody\\\"]\"}");
        patch("Groups/" + group, replace("externalId", "\"XG\""));
        JsonObject user = new JsonObject(expect(200, "GET", "Users/" + boss, ""));
        expect(200, "PUT", "Users/" + boss, user.put("displayName", "The Boss").encode());
    }

    private void deleteSome() {
        ResourceId user = create("Users", "{\"userName\":\"leaves\"}");
        ResourceId gone =
                create("Groups", "{\"displayName\":\"goes\",\"members\":[{\"value\":\"%s\"}]}".formatted(user));
        expect(204, "DELETE", "Users/" + user, "");
        expect(204, "DELETE", "Groups/" + gone, "");
    }

    private void readAll() {
        for (String one : List.of("Users/" + ann, "Groups/" + group)) {
            expect(200, "GET", one, "");
            expect(200, "GET", one + "?attributes=id", "");
            expect(200, "GET", one + "?attributes=groups", "");
        }
        for (String all : List.of("Users", "Groups", "")) {
            found(all, "count=50");
            found(all, "count=50&attributes=id");
            found(all, "count=1&startIndex=2");
            found(all, "count=0");
            String key = all.equals("Groups") ? "displayName" : "userName";
            found(all, "sortOrder=descending&sortBy=" + key);
            found(all, "filter=" + encoded("meta.lastModified gt \"2011-05-13T04:42:34Z\"") + "&count=0");
            String search = all.isEmpty() ? ".search" : all + "/.search";
            expect(200, "POST", search, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"]}");
        }
        SORT_KEYS.forEach(key -> found("Users", "sortBy=" + key));
        SORT_KEYS.forEach(key -> walk("Users", "sortBy=" + key));
        walk("Users", "sortOrder=descending&sortBy=userName");
        walk("Users", "filter=" + encoded("userName pr"));
        walk("", "attributes=id");
        USER_FILTERS.forEach(filter -> filtered("Users", filter));
        GROUP_FILTERS.forEach(filter -> filtered("Groups", filter));
        List.of("externalId pr", "id eq \"%1$s\" or displayName eq \"g\"", "userName eq \"ann\"")
                .forEach(filter -> filtered("", filter));
    }

    /** As a group of more members than one answer holds is read. */
    private void readLargeGroup() {
        TenantId tenant = await(new PgCredentialStore(underTest.doors()).find(digest()))
                .orElseThrow()
                .tenant();
        await(underTest.resources().memberChunk(tenant, group, MemberChunk.START, 1));
        await(underTest.resources().members(tenant, group));
    }

    /** To the third page by cursors and one back. */
    private void walk(String path, String query) {
        String paged = path + "?" + query + "&count=1&cursor=";
        String second = new JsonObject(expect(200, "GET", paged, "")).getString("nextCursor");
        String third = new JsonObject(expect(200, "GET", paged + second, "")).getString("nextCursor");
        String previous = new JsonObject(expect(200, "GET", paged + third, "")).getString("previousCursor");
        expect(200, "GET", paged + previous, "");
    }

    private void filtered(String path, String filter) {
        String query = "filter=" + encoded(filter.formatted(ann, boss, group));
        found(path, query);
        found(path, query + "&count=0");
    }

    private void found(String path, String query) {
        String answer = expect(200, "GET", path + "?" + query, "");
        assertThat(new JsonObject(answer).getInteger("totalResults"))
                .as(path + query)
                .isPositive();
    }

    private ResourceId create(String path, String body) {
        String answer = expect(201, "POST", path, body);
        return ResourceId.parse(new JsonObject(answer).getString("id")).orElseThrow();
    }

    private void patch(String path, String operation) {
        JsonArray operations = new JsonArray().add(new JsonObject(operation));
        expect(
                path.startsWith("Users") ? 200 : 204,
                "PATCH",
                path,
                new JsonObject().put("Operations", operations).encode());
    }

    private static String replace(String path, String value) {
        return "{\"op\":\"Replace\",\"path\":\"%s\",\"value\":%s}".formatted(path, value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String expect(int status, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as(method + " " + path + ": " + answer.body())
                    .isEqualTo(status);
            return answer.body();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
