package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Makes PATCH bodies that are well-formed JSON and little else, the same ones for the same seed. */
final class RandomPatches {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final List<String> NAMES = List.of(
            "userName",
            "displayName",
            "name",
            "name.givenName",
            "Name.FAMILYNAME",
            "title",
            "active",
            "emails",
            "emails.value",
            "emails.primary",
            "addresses",
            "addresses.locality",
            "roles",
            "roles.value",
            "phoneNumbers",
            "x509Certificates",
            "manager",
            "manager.value",
            "manager.displayName",
            ENTERPRISE,
            ENTERPRISE + ":manager",
            ENTERPRISE + ":department",
            "department",
            "externalId",
            "id",
            "meta",
            "meta.version",
            "groups",
            "members",
            "members.value",
            "schemas",
            "password",
            "colour",
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:core:2.0:User:title",
            "urn:x:y",
            "",
            "a b",
            "\u0000");
    private static final List<String> CONDITIONS = List.of(
            "type eq \"work\"",
            "type eq \"home\"",
            "primary eq \"True\"",
            "primary eq true",
            "value eq \"a\"",
            "value pr",
            "not (type pr)",
            "type eq \"work\" and primary eq true",
            "type eq \"work\" or type eq \"home\"",
            "value co \"a\"",
            "type eq null",
            "value eq 7",
            "value eq \"2819c223-7f76-453a-919d-413861904646\"",
            "display eq \"d\"",
            "colour eq 1",
            "type eq",
            "",
            "type eq \"a\" and type eq \"b\"");
    private static final List<String> SUBS =
            List.of("", "", ".value", ".primary", ".type", ".display", ".locality", ".$ref", ".colour", ".");
    private static final List<String> KEYS = List.of(
            "value",
            "type",
            "primary",
            "display",
            "displayName",
            "$ref",
            "givenName",
            "familyName",
            "locality",
            "manager",
            "Value",
            "colour");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "b",
            "work",
            "home",
            "true",
            "False",
            "7",
            "a\u0000",
            "\ud800",
            "{\"value\":\"25\",\"displayName\":\"R\"}",
            "{\"value\":",
            "2819c223-7f76-453a-919d-413861904646",
            "2026-01-31T08:15:30Z",
            "aGk=",
            " ");

    private final Random random;

    RandomPatches(long seed) {
        this.random = new Random(seed);
    }

    JsonNode body() {
        ObjectNode body = JSON.objectNode();
        ArrayNode operations = body.putArray(random.nextInt(20) == 0 ? "operations" : "Operations");
        int count = random.nextInt(10) == 0 ? random.nextInt(6) : 1;
        for (int i = 0; i < count; i++) {
            operations.add(random.nextInt(50) == 0 ? value(2) : operation());
        }
        return random.nextInt(100) == 0 ? value(3) : body;
    }

    private ObjectNode operation() {
        ObjectNode operation = JSON.objectNode();
        operation.put(
                "op",
                one(List.of(
                        "add", "Add", "replace", "Replace", "remove", "REMOVE", "add", "replace", "remove", "move")));
        if (random.nextInt(4) > 0) {
            operation.put("path", path());
        }
        if (random.nextInt(10) > 0) {
            operation.set("value", value(3));
        }
        return operation;
    }

    private String path() {
        String path = one(NAMES);
        if (random.nextInt(2) == 0) {
            path += "[" + one(CONDITIONS) + "]" + one(SUBS);
        }
        return random.nextInt(30) == 0 && !path.isEmpty() ? path.substring(0, random.nextInt(path.length())) : path;
    }

    private JsonNode value(int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 10);
        return switch (kind) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt());
            case 3 -> JSON.numberNode(random.nextDouble() * 1e300 * 1e9);
            case 4, 5 -> JSON.textNode(one(TEXTS));
            case 6, 7 -> list(depth - 1);
            default -> object(depth - 1);
        };
    }

    private ArrayNode list(int depth) {
        ArrayNode list = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(depth));
        }
        return list;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(random.nextInt(3) == 0 ? path() : one(KEYS), value(depth));
        }
        return object;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
