package io.sluice.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cases.PublishedAttribute.Rule;

/** Writes one attribute in one shape and looks whether it was kept, ignored or refused as its definition says. */
final class SchemaAttempt {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The ways in which a client can name an attribute that it writes. */
    enum Shape {
        POST,
        PUT,
        PATCH_WITH_PATH,
        PATCH_WITHOUT_PATH,
        PATCH_WITH_URN,
        PATCH_IN_OTHER_CASE;

        boolean namesOnlyTheTarget() {
            return this == PATCH_WITH_PATH || this == PATCH_WITH_URN || this == PATCH_IN_OTHER_CASE;
        }
    }

    /**
     * What is there for all attempts.
     *
     * @param user id of a user who is in {@code group} and is never written
     * @param other id of another such user
     */
    record Scene(ScimClient client, String user, String other, String group) {}

    private final Scene scene;
    private final PublishedAttribute target;
    private final Shape shape;
    private final SampleValues before;
    private final SampleValues after;
    private final ObjectNode required = JSON.objectNode();

    SchemaAttempt(Scene scene, PublishedAttribute target, Shape shape, int number) {
        this.scene = scene;
        this.target = target;
        this.shape = shape;
        this.before = new SampleValues(number + "a", scene.user());
        this.after = new SampleValues(number + "b", scene.other());
        required.putArray("schemas").add(target.core());
        required.put(target.endpoint().equals("/Users") ? "userName" : "displayName", "Attempt " + number);
    }

    void run() {
        String id = shape == Shape.POST ? "" : create();
        JsonNode earlier = id.isEmpty() ? JSON.objectNode() : read(id);
        Answer answer = send(id);
        neverShowsSecret(answer);
        String written = id.isEmpty() ? answer.body().path("id").asText() : id;
        JsonNode later = read(written);
        switch (target.rule()) {
            case WRITABLE -> assertKept(answer, later);
            case READ_ONLY -> assertUntouched(answer, earlier, later);
            case IMMUTABLE -> assertImmutable(answer, earlier, later);
            case NEVER_RETURNED -> {
                assertThat(answer.status()).as(answer.report()).isBetween(200, 204);
                neverShowsSecret(scene.client().send(Step.get(target.endpoint() + "?attributes=" + target.name())));
                neverShowsSecret(scene.client()
                        .send(Step.get(target.endpoint() + "/" + written + "?attributes=" + target.name())));
            }
        }
    }

    private void assertKept(Answer answer, JsonNode later) {
        assertThat(answer.status()).as(answer.report()).isBetween(200, 204);
        assertThat(Expected.differences(after.part(target), part(later)))
                .as("%s answered %s", shape, later.toPrettyString())
                .isEmpty();
    }

    /** A path to what is read-only is refused (RFC 7644 section 3.5.2); in a whole resource it is passed over. */
    private void assertUntouched(Answer answer, JsonNode earlier, JsonNode later) {
        assertRefusedOrPassedOver(answer);
        assertThat(part(later)).as(later.toPrettyString()).isNotEqualTo(after.part(target));
        boolean countsChanges = target.name().equals("meta") && !shape.namesOnlyTheTarget();
        if (shape != Shape.POST && !countsChanges) {
            assertThat(part(later)).isEqualTo(part(earlier));
        }
    }

    /** Elements may come and go, but none turns into another. */
    private void assertImmutable(Answer answer, JsonNode earlier, JsonNode later) {
        assertRefusedOrPassedOver(answer);
        if (shape == Shape.POST) {
            assertThat(later.path(target.name()).path(0).path("value").asText()).isEqualTo(scene.user());
            assertThat(later.path(target.name()).path(0).path("type").asText()).isEqualTo("User");
        } else {
            assertThat(later.path(target.name())).isEqualTo(earlier.path(target.name()));
        }
    }

    private void assertRefusedOrPassedOver(Answer answer) {
        if (shape.namesOnlyTheTarget()) {
            assertThat(answer.status()).as(answer.report()).isEqualTo(400);
            assertThat(answer.body().path("scimType").asText()).isEqualTo("mutability");
        } else {
            assertThat(answer.status()).as(answer.report()).isIn(200, 201, 204, 400);
        }
    }

    private void neverShowsSecret(Answer answer) {
        if (target.rule() == Rule.NEVER_RETURNED) {
            assertThat(answer.text())
                    .doesNotContain(after.part(target).asText())
                    .doesNotContain(before.part(target).asText());
        }
    }

    /** A resource that holds the earlier value, where it may be written at all. */
    private String create() {
        ObjectNode body = required.deepCopy();
        if (target.rule() != Rule.READ_ONLY) {
            put(body, before.whole(target));
        }
        if (target.name().equals("manager")) {
            put(body, JSON.objectNode().put("value", scene.user()));
        }
        Answer created = scene.client().send(Step.of("POST", target.endpoint(), body));
        assertThat(created.status()).as(created.report()).isEqualTo(201);
        String id = created.body().path("id").asText();
        if (target.name().equals("groups")) {
            ObjectNode join = JSON.objectNode().put("op", "add").put("path", "members");
            join.putArray("value").addObject().put("value", id);
            assertThat(patch("/Groups/" + scene.group(), join).status()).isEqualTo(204);
        }
        return id;
    }

    private Answer send(String id) {
        String address = target.endpoint() + "/" + id;
        String path = target.path(target.isMultiValued() ? selector() : "");
        return switch (shape) {
            case POST -> scene.client().send(Step.of("POST", target.endpoint(), body()));
            case PUT -> scene.client().send(Step.of("PUT", address, body()));
            case PATCH_WITH_PATH -> patch(address, replace(path, after.part(target)));
            case PATCH_WITH_URN -> patch(address, replace(target.qualified(path), after.part(target)));
            case PATCH_IN_OTHER_CASE ->
                patch(address, replace(PublishedAttribute.inOtherCase(path), after.part(target)));
            case PATCH_WITHOUT_PATH -> {
                ObjectNode value = JSON.objectNode();
                value.set(target.extension().isEmpty() ? path : target.qualified(path), after.part(target));
                yield patch(address, JSON.objectNode().put("op", "replace").set("value", value));
            }
        };
    }

    /** The element that the earlier value made: its member, group or type. */
    private String selector() {
        if (target.isMembers()) {
            return "[value eq \"" + scene.user() + "\"]";
        }
        if (target.name().equals("groups")) {
            return "[value eq \"" + scene.group() + "\"]";
        }
        return "[type eq \"" + before.whole(target).path(0).path("type").asText() + "\"]";
    }

    private ObjectNode body() {
        ObjectNode body = required.deepCopy();
        JsonNode whole = after.whole(target);
        if (target.rule() == Rule.IMMUTABLE) {
            // The same member, told in other words.
            ObjectNode member = JSON.objectNode();
            member.set(target.subName(), after.part(target));
            whole = JSON.arrayNode().add(member.put("value", scene.user()));
        }
        if (target.name().equals("manager") && target.rule() == Rule.READ_ONLY) {
            // What is known of the manager goes away with the manager; a client that replaces the rest tells again who
            // it is.
            ((ObjectNode) whole).put("value", scene.user());
        }
        if (target.isSub() && whole.isObject()) {
            ((ObjectNode) whole).set(target.subName(), after.part(target));
        }
        put(body, whole);
        return body;
    }

    private void put(ObjectNode body, JsonNode value) {
        if (target.extension().isEmpty()) {
            body.set(target.name(), value);
        } else {
            body.withObject("/" + target.extension()).set(target.name(), value);
        }
    }

    private JsonNode part(JsonNode resource) {
        JsonNode holder = target.extension().isEmpty() ? resource : resource.path(target.extension());
        JsonNode whole = holder.path(target.name());
        return target.isSub() ? (target.isMultiValued() ? whole.path(0) : whole).path(target.subName()) : whole;
    }

    private JsonNode read(String id) {
        Answer answer = scene.client().send(Step.get(target.endpoint() + "/" + id));
        neverShowsSecret(answer);
        assertThat(AnswerRules.broken(Step.get(""), answer)).isEmpty();
        return answer.body();
    }

    private Answer patch(String address, JsonNode operation) {
        ObjectNode message = JSON.objectNode();
        message.putArray("schemas").add(Step.PATCH_OP);
        message.putArray("Operations").add(operation);
        return scene.client().send(Step.of("PATCH", address, message));
    }

    private static ObjectNode replace(String path, JsonNode value) {
        return JSON.objectNode().put("op", "replace").put("path", path).set("value", value);
    }
}
