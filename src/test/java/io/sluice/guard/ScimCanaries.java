package io.sluice.guard;

import static io.sluice.guard.Canaries.MAIL;
import static io.sluice.guard.Canaries.NAME;
import static io.sluice.guard.Canaries.PASSWORD;
import static io.sluice.guard.Canaries.USER;
import static io.sluice.guard.Canaries.WORD;

import io.sluice.guard.Caller.Door;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Marked values in every kind of request to a directory, right and wrong. */
final class ScimCanaries {
    private static final String PERSON = """
            {"userName":"%s","password":"%s","displayName":"%s","name":{"familyName":"%s"},"externalId":"%s",\
            "emails":[{"type":"work","value":"%s","primary":true}],"%s":"%s"}""".formatted(USER, PASSWORD, NAME, NAME, WORD, MAIL, WORD, WORD);

    private final Caller caller;
    private final Door tenant;

    ScimCanaries(Caller caller, Door tenant) {
        this.caller = caller;
        this.tenant = tenant;
    }

    void send() {
        String id = new JsonObject(caller.send(tenant, "POST", "/Users", PERSON)).getString("id");
        create();
        patch(id);
        replace(id);
        search();
        addresses(id);
        members(id);
        bulk(id);
        caller.send(tenant, "DELETE", "/Users/" + id, "");
    }

    private void create() {
        for (String body : List.of(
                PERSON,
                PERSON.substring(0, PERSON.length() - 1),
                PERSON.replace("\"displayName\"", "\"userName\""),
                PERSON.replace("\"displayName\"", "\"USERNAME\""),
                PERSON + WORD,
                "{\"userName\":{\"" + WORD + "\":\"" + WORD + "\"}}",
                "{\"userName\":\"" + WORD + "\",\"active\":\"" + WORD + "\"}",
                "{\"userName\":\"" + WORD + "\",\"emails\":[[\"" + MAIL + "\"]]}",
                "{\"userName\":\"" + WORD + "\",\"name\":\"" + NAME + "\"}",
                "{\"userName\":\"" + WORD.repeat(400) + "\"}",
                "{\"userName\":\"" + WORD + "\\u0000\"}",
                "{\"" + WORD + "\\u0000\":\"x\",\"userName\":\"" + WORD + "\"}",
                "{\"userName\":\" \",\"displayName\":\"" + NAME + "\"}",
                "{\"displayName\":\"" + NAME + "\"}",
                "{\"schemas\":[\"urn:" + WORD + "\"],\"userName\":\"" + WORD + "\"}",
                "\"" + WORD + "\"",
                WORD)) {
            caller.send(tenant, "POST", "/Users", body);
        }
        caller.send(tenant, "POST", "/Users", PERSON, "Content-Type", "text/" + WORD);
        caller.send(tenant, "POST", "/Users", PERSON, "Content-Encoding", WORD);
    }

    private void patch(String id) {
        String user = "/Users/" + id;
        for (String operation : List.of(
                "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"" + NAME + " 2\"}",
                "{\"op\":\"replace\",\"path\":\"password\",\"value\":\"" + PASSWORD + "\"}",
                "{\"op\":\"replace\",\"value\":{\"password\":\"" + PASSWORD + "\",\"title\":\"" + WORD + "\"}}",
                "{\"op\":\"replace\",\"value\":{\"" + WORD + "\":\"" + WORD + "\"}}",
                "{\"op\":\"" + WORD + "\",\"path\":\"title\",\"value\":\"" + WORD + "\"}",
                "{\"op\":\"replace\",\"path\":\"active\",\"value\":\"" + WORD + "\"}",
                "{\"op\":\"replace\",\"path\":\"id\",\"value\":\"" + WORD + "\"}",
                "{\"op\":\"replace\",\"path\":[\"" + WORD + "\"],\"value\":\"" + WORD + "\"}",
                "{\"op\":\"add\",\"path\":\"emails[type eq \\\"" + WORD + "\\\" or x].value\",\"value\":\"" + MAIL
                        + "\"}",
                "{\"op\":\"add\",\"path\":\"emails[value co \\\"" + WORD + "\\\"].display\",\"value\":\"" + MAIL
                        + "\"}",
                "{\"op\":\"add\",\"path\":\"emails[type eq \\\"" + WORD + "\",\"value\":\"" + MAIL + "\"}")) {
            caller.send(tenant, "PATCH", user, operations(operation));
        }
        caller.send(
                tenant,
                "PATCH",
                user,
                "{\"schemas\":[\"" + WORD + "\"],\"Operations\":[{\"op\":\"remove\",\"path\":\"title\"}]}");
        for (String path : List.of(
                WORD, "name." + WORD, "urn:" + WORD + ":2.0:User:" + WORD, "emails[" + WORD + " eq \\\"x\\\"].value")) {
            caller.echoed(
                    tenant,
                    "PATCH",
                    user,
                    operations("{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":\"" + WORD + "\"}"));
        }
        caller.send(
                tenant,
                "PATCH",
                "/Users/" + WORD,
                operations("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + WORD + "\"}"));
    }

    private void replace(String id) {
        caller.send(tenant, "PUT", "/Users/" + id, PERSON.replace(NAME, NAME + " 3"));
        caller.send(tenant, "PUT", "/Users/" + id, PERSON, "If-Match", "W/\"" + WORD + "\"");
        caller.send(tenant, "PUT", "/Users/" + id, PERSON, "If-Match", "W/\"1\"");
        caller.send(tenant, "PUT", "/Users/" + id, "[" + PERSON);
        caller.send(tenant, "PUT", "/Users/" + WORD, PERSON);
    }

    private void search() {
        for (String query : List.of(
                "filter=" + encoded("userName eq \"" + USER + "\""),
                "filter=" + encoded("displayName co \"" + NAME + "\""),
                "filter=" + encoded("title eq \"" + WORD + "\" and password eq"),
                "filter=" + encoded("userName " + WORD + " \"x\""),
                "filter=" + encoded("userName eq \"" + WORD),
                "filter=" + encoded("active eq \"" + WORD + "\""),
                "filter=" + encoded("meta.created gt \"" + WORD + "\""),
                "filter=" + encoded("emails[value eq \"" + MAIL + "\"].value[x"),
                "sortBy=" + encoded("[" + WORD),
                "sortBy=userName&sortOrder=" + WORD,
                "count=" + WORD,
                "startIndex=" + WORD,
                "cursor=" + WORD,
                "attributes=" + WORD,
                "attributes=" + WORD + "&excludedAttributes=" + WORD,
                WORD + "=" + WORD)) {
            caller.send(tenant, "GET", "/Users?" + query, "");
        }
        for (String filter : List.of(WORD + " eq \"x\"", "name." + WORD + " pr", "emails[" + WORD + " eq \"x\"]")) {
            caller.echoed(tenant, "GET", "/Users?filter=" + encoded(filter), "");
            caller.echoed(
                    tenant,
                    "POST",
                    "/Users/.search",
                    JsonObject.of("filter", filter).encode());
        }
        caller.echoed(tenant, "GET", "/Users?sortBy=" + WORD, "");
        caller.send(tenant, "POST", "/.search", "{\"filter\":{\"" + WORD + "\":1}}");
        caller.send(
                tenant, "POST", "/Users/.search", "{\"attributes\":[\"" + WORD + "\",7],\"count\":\"" + WORD + "\"}");
    }

    private void addresses(String id) {
        caller.send(tenant, "GET", "/Users/" + WORD, "");
        caller.send(tenant, "DELETE", "/Users/" + WORD, "");
        caller.send(tenant, "GET", "/" + WORD, "");
        caller.send(tenant, "GET", "/" + WORD + "%2F..%2FUsers", "");
        caller.send(tenant, "GET", "/Users/" + id + "/" + WORD, "");
        caller.send(tenant, WORD.toUpperCase(java.util.Locale.ROOT), "/Users/" + id, "");
        caller.send(tenant, "GET", "/Schemas/urn:" + WORD, "");
        caller.send(tenant, "GET", "/Groups/" + id + "?membersCursor=" + WORD, "");
        caller.send(tenant, "GET", "/Bulk/" + WORD, "");
    }

    private void members(String id) {
        caller.echoed(tenant, "POST", "/Groups", group(WORD, NAME));
        caller.send(tenant, "POST", "/Groups", group(WORD, "00000000-0000-4000-8000-000000000000"));
        String group = new JsonObject(caller.send(tenant, "POST", "/Groups", group(WORD, id))).getString("id");
        caller.send(tenant, "POST", "/Groups", group(WORD, id));
        caller.echoed(
                tenant,
                "PATCH",
                "/Groups/" + group,
                operations("{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + MAIL + "\"}]}"));
        caller.send(
                tenant,
                "PATCH",
                "/Groups/" + group,
                operations("{\"op\":\"remove\",\"path\":\"members[display eq \\\"" + NAME + "\\\"]\"}"));
        caller.send(tenant, "DELETE", "/Groups/" + group, "");
    }

    private void bulk(String id) {
        String post = "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"%s\",\"data\":%s}";
        caller.send(
                tenant,
                "POST",
                "/Bulk",
                bulkOf(
                        post.formatted("one", PERSON),
                        post.formatted("two", PERSON.replace(USER, USER + "2")),
                        post.formatted("three", "{\"userName\":[[\"" + WORD + "\"]]}"),
                        "{\"method\":\"" + WORD + "\",\"path\":\"/Users/" + id + "\"}",
                        "{\"method\":\"DELETE\",\"path\":\"/" + WORD + "/" + WORD + "\"}",
                        "{\"method\":\"PATCH\",\"path\":\"/Users/" + id + "\",\"data\":"
                                + operations("{\"op\":\"replace\",\"path\":\"active\",\"value\":\"" + WORD + "\"}")
                                + "}"));
        caller.echoed(
                tenant,
                "POST",
                "/Bulk",
                bulkOf(
                        post.formatted(WORD, "{\"displayName\":\"" + NAME + "\"}"),
                        "{\"method\":\"DELETE\",\"path\":\"/Users/bulkId:" + WORD + "\"}",
                        "{\"method\":\"DELETE\",\"path\":\"/Users/bulkId:" + WORD + "2\"}",
                        post.formatted(WORD + "3", group(WORD + "3", "bulkId:" + WORD + "4")),
                        post.formatted(WORD + "4", group("", "bulkId:" + WORD + "3"))
                                .replace("/Users", "/Groups")));
        caller.echoed(tenant, "POST", "/Bulk", "{\"" + WORD + "\":1,\"" + WORD + "\":2}");
        caller.send(tenant, "POST", "/Bulk", "{\"Operations\":[{\"" + WORD);
        caller.send(
                tenant,
                "POST",
                "/Bulk",
                bulkOf(post.formatted("one", PERSON.replace(USER, USER + "5"))),
                "Prefer",
                "respond-async");
    }

    private static String group(String name, String member) {
        return "{\"displayName\":\"%s\",\"members\":[{\"value\":\"%s\"}]}".formatted(name, member);
    }

    private static String operations(String operation) {
        return "{\"Operations\":[" + operation + "]}";
    }

    private static String bulkOf(String... operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                + String.join(",", operations) + "]}";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
