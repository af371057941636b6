package io.sluice.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The short forms of a given step. {@code {"user": "alice", "with": {...}}} creates the user alice@contoso.example with further attributes;
 * {@code {"group": "staff", "members": ["${alice.id}"], "with": {...}}} creates a group; {@code {"users": 12, "prefix": "page"}} creates
 * page001@contoso.example and so on. What is created is remembered under its name.
 */
final class Setup {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Setup() {}

    static Stream<ObjectNode> expand(ObjectNode step) {
        if (step.has("user")) {
            return Stream.of(user(step.path("user").asText(), step.path("with")));
        }
        if (step.has("group")) {
            return Stream.of(group(step));
        }
        if (step.has("users")) {
            return IntStream.rangeClosed(1, step.path("users").asInt())
                    .mapToObj(number ->
                            user("%s%03d".formatted(step.path("prefix").asText(), number), step.path("with")));
        }
        return Stream.of(step);
    }

    private static ObjectNode user(String name, JsonNode with) {
        ObjectNode body = JSON.objectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:User");
        body.put("userName", name + "@contoso.example");
        return create("/Users", body, with, name);
    }

    private static ObjectNode group(ObjectNode step) {
        String name = step.path("group").asText();
        ObjectNode body = JSON.objectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:Group");
        body.put("displayName", name);
        if (step.has("members")) {
            step.path("members")
                    .forEach(member -> body.withArray("members").addObject().set("value", member));
        }
        return create("/Groups", body, step.path("with"), name);
    }

    private static ObjectNode create(String path, ObjectNode body, JsonNode with, String name) {
        with.fields().forEachRemaining(attribute -> body.set(attribute.getKey(), attribute.getValue()));
        ObjectNode create = JSON.objectNode();
        create.put("method", "POST").put("path", path).put("remember", name).set("body", body);
        create.putObject("expect").put("status", 201);
        return create;
    }
}
