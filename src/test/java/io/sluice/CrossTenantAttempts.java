package io.sluice;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every route and every kind of reference by which one tenant may try to reach what another has. In path and body {@code {id}} stands for an
 * id, {@code {value}} for a value of an attribute, {@code {own}} and {@code {group}} for a user and a group of the one who tries.
 */
final class CrossTenantAttempts {
    private static final String PATCH =
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[%s]}";
    private static final String SEARCH =
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"filter\":\"%s\"}";
    private static final String BULK =
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":[%s]}";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String MANAGER = ENTERPRISE + ":manager";

    private static final List<Map<String, String>> CONDITIONS = List.of(
            Map.of(),
            Map.of("If-Match", "*"),
            Map.of("If-Match", "W/\"1\""),
            Map.of("If-Match", "W/\"1\", W/\"2\", W/\"3\""),
            Map.of("If-None-Match", "W/\"1\""),
            Map.of("If-None-Match", "*"));

    private static final List<String> PROJECTIONS = List.of(
            "", "?attributes=userName", "?attributes=members,groups", "?excludedAttributes=members", "?count=1");

    private static final List<String> FILTERS = List.of(
            "id eq '{id}'",
            "id sw '{id}'",
            "not (id ne '{id}')",
            "userName eq '{value}'",
            "userName sw '{value}'",
            "userName ew '{value}'",
            "userName co '{value}'",
            "not (userName ne '{value}')",
            "externalId eq '{value}'",
            "externalId sw '{value}'",
            "displayName eq '{value}'",
            "displayName co '{value}'",
            "title eq '{value}'",
            "emails.value eq '{value}@example.com'",
            "emails[type eq 'work' and value sw '{value}']",
            "groups.value eq '{id}'",
            "groups[display co '{value}']",
            "members.value eq '{id}'",
            "members[value eq '{id}']",
            "members[display co '{value}']",
            "members.$ref ew '/{id}'",
            MANAGER + ".value eq '{id}'",
            MANAGER + ".displayName co '{value}'",
            ENTERPRISE + ":employeeNumber eq '{value}'",
            "meta.location ew '/{id}'",
            "userName eq '{value}' or externalId eq '{value}' or id eq '{id}'");

    /** One request. */
    record Attempt(String method, String path, Map<String, String> headers, String body) {
        Attempt with(String name, String value) {
            return new Attempt(method, path.replace(name, encoded(value)), headers, body.replace(name, value));
        }
    }

    private CrossTenantAttempts() {}

    static List<Attempt> all() {
        List<Attempt> attempts = new ArrayList<>();
        for (String type : List.of("Users", "Groups")) {
            for (Map<String, String> condition : CONDITIONS) {
                String one = "/" + type + "/{id}";
                PROJECTIONS.forEach(shown -> attempts.add(new Attempt("GET", one + shown, condition, "")));
                attempts.add(new Attempt("HEAD", one, condition, ""));
                attempts.add(new Attempt("DELETE", one, condition, ""));
                attempts.add(new Attempt("PUT", one, condition, "{\"userName\":\"taken\",\"displayName\":\"taken\"}"));
                patches().forEach(body -> attempts.add(new Attempt("PATCH", one, condition, body)));
            }
        }
        references().forEach(attempts::add);
        for (String filter : FILTERS) {
            for (String list : List.of("/Users", "/Groups", "")) {
                String parameters = "?filter="
                        + encoded(filter.replace('\'', '"')).replace("%7B", "{").replace("%7D", "}");
                attempts.add(new Attempt("GET", list + parameters, Map.of(), ""));
                attempts.add(new Attempt("GET", list + parameters + "&count=0", Map.of(), ""));
                attempts.add(new Attempt("GET", list + parameters + "&cursor=", Map.of(), ""));
                attempts.add(new Attempt(
                        "POST", list + "/.search", Map.of(), SEARCH.formatted(filter.replace("'", "\\\""))));
            }
        }
        return attempts;
    }

    /** Those that stay in an own resource, so that it can be found by them afterwards: a manager is an id that need not be anybody's. */
    static List<Attempt> lasting() {
        String manager = "{\"userName\":\"own\",\"" + ENTERPRISE + "\":{\"manager\":{\"value\":\"{id}\"}}}";
        return List.of(
                new Attempt("PUT", "/Users/{own}?attributes=" + MANAGER, Map.of(), manager),
                new Attempt(
                        "PATCH",
                        "/Users/{own}?attributes=" + MANAGER,
                        Map.of(),
                        PATCH.formatted("{\"op\":\"replace\",\"path\":\"" + MANAGER + "\",\"value\":\"{id}\"}")));
    }

    private static Stream<String> patches() {
        return Stream.of(
                        "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}",
                        "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"taken\"}",
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"{own}\"}]}",
                        "{\"op\":\"remove\",\"path\":\"members\"}",
                        "{\"op\":\"add\",\"value\":{\"externalId\":\"taken\"}}")
                .map(PATCH::formatted);
    }

    /** What names another's resource inside of an own one, or inside of Bulk. */
    private static Stream<Attempt> references() {
        String member = "[{\"value\":\"{id}\"}]";
        Stream<Attempt> members = Stream.of(
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":" + member + "}",
                        "{\"op\":\"replace\",\"path\":\"members\",\"value\":" + member + "}",
                        "{\"op\":\"remove\",\"path\":\"members\",\"value\":" + member + "}",
                        "{\"op\":\"remove\",\"path\":\"members[value eq \\\"{id}\\\"]\"}",
                        "{\"op\":\"add\",\"value\":{\"members\":" + member + "}}")
                .map(operation -> new Attempt("PATCH", "/Groups/{group}", Map.of(), PATCH.formatted(operation)));
        Stream<Attempt> others = Stream.of(
                new Attempt("POST", "/Groups", Map.of(), "{\"displayName\":\"made\",\"members\":" + member + "}"),
                new Attempt(
                        "PUT", "/Groups/{group}", Map.of(), "{\"displayName\":\"own\",\"members\":" + member + "}"));
        Stream<Attempt> bulk = Stream.of(
                        "{\"method\":\"DELETE\",\"path\":\"/Users/{id}\"}",
                        "{\"method\":\"DELETE\",\"path\":\"/Groups/{id}\",\"version\":\"W/\\\"1\\\"\"}",
                        "{\"method\":\"PUT\",\"path\":\"/Users/{id}\",\"data\":{\"userName\":\"taken\"}}",
                        "{\"method\":\"PATCH\",\"path\":\"/Users/{id}\",\"data\":"
                                + PATCH.formatted("{\"op\":\"replace\",\"path\":\"active\",\"value\":false}") + "}",
                        "{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"{id}\",\"data\":{\"displayName\":\"made\",\"members\":"
                                + member + "}}",
                        "{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"a\",\"data\":{\"displayName\":\"made\",\"members\":"
                                + "[{\"value\":\"bulkId:{id}\"}]}}")
                .map(operation -> new Attempt("POST", "/Bulk", Map.of(), BULK.formatted(operation)));
        return Stream.of(members, others, bulk).flatMap(stream -> stream);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
