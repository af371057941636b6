package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What Entra takes for an answer. Everything else is a {@link Refusal}. */
final class Expect {
    private Expect() {}

    static void status(Answer answer, Integer... wanted) {
        if (!List.of(wanted).contains(answer.status())) {
            throw new Refusal(LogCode.of(answer.status()), "status " + answer.status() + ", " + answer.detail());
        }
    }

    /** A query's answer is a list, also when nothing matches: never 404. */
    static JsonNode list(Answer answer) {
        if (answer.status() == 404) {
            throw new Refusal(LogCode.INCOMPATIBLE, "404 for a filter");
        }
        status(answer, 200);
        JsonNode list = answer.json();
        boolean isList = hasSchema(list, Schemas.LIST)
                && list.path("totalResults").isIntegralNumber()
                && list.path("Resources").isArray();
        if (!isList) {
            throw new Refusal(LogCode.INCOMPATIBLE, "no ListResponse with totalResults and Resources");
        }
        for (JsonNode resource : list.get("Resources")) {
            id(resource);
        }
        return list;
    }

    /** The only resource that a matching attribute finds, or none. */
    static Optional<JsonNode> match(Answer answer) {
        JsonNode list = list(answer);
        int total = list.get("totalResults").asInt();
        if (total > 1) {
            throw new Refusal(LogCode.DUPLICATES, total + " resources match");
        }
        if (total != list.get("Resources").size()) {
            throw new Refusal(LogCode.INCOMPATIBLE, "totalResults is not the number of Resources");
        }
        return Optional.ofNullable(list.get("Resources").get(0));
    }

    /** The id of what a POST created. */
    static String created(Answer answer) {
        status(answer, 201);
        return id(answer.json());
    }

    static void user(JsonNode resource, String anchor, Person person, Optional<Account> manager) {
        require(hasSchema(resource, Schemas.USER), "schemas lack the User");
        same("id", resource.path("id").asText(), anchor);
        meta(resource, "User");
        Person shown = Person.read(resource);
        for (UserAttribute attribute : UserAttribute.values()) {
            same(attribute.path(), shown.get(attribute), person.get(attribute));
        }
        same("manager", managerOf(resource), manager.map(Account::anchor).orElse(""));
    }

    static void group(JsonNode resource, Team team) {
        require(hasSchema(resource, Schemas.GROUP), "schemas lack the Group");
        same("id", resource.path("id").asText(), team.anchor());
        meta(resource, "Group");
        same("displayName", resource.path("displayName").asText(), team.displayName());
        same("externalId", resource.path("externalId").asText(), team.externalId());
    }

    static String managerOf(JsonNode user) {
        return user.path(Schemas.ENTERPRISE).path("manager").path("value").asText();
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new Refusal(LogCode.WRONG_VALUE, what);
        }
    }

    private static void meta(JsonNode resource, String type) {
        JsonNode meta = resource.path("meta");
        same("meta.resourceType", meta.path("resourceType").asText(), type);
        require(meta.path("created").isTextual() && meta.path("lastModified").isTextual(), "meta lacks its times");
    }

    private static void same(String what, String shown, String wanted) {
        require(shown.equals(wanted), what + " is not what was sent");
    }

    private static boolean hasSchema(JsonNode message, String uri) {
        for (JsonNode schema : message.path("schemas")) {
            if (schema.asText().equals(uri)) {
                return true;
            }
        }
        return false;
    }

    private static String id(JsonNode resource) {
        String id = resource.path("id").asText();
        if (id.isEmpty()) {
            throw new Refusal(LogCode.INCOMPATIBLE, "a resource without id");
        }
        return id;
    }
}
