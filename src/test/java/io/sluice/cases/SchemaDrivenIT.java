package io.sluice.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cases.SchemaAttempt.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds the gateway to the schemas that it publishes: every attribute, written in every shape. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaDrivenIT {
    /** The common attributes of each type: id, externalId, meta with five parts, and the password that no schema has. */
    private static final int COMMON = 9;

    private final ScimClient client = new ScimClient();
    private final List<PublishedAttribute> attributes = PublishedAttribute.all(client);
    private final SchemaAttempt.Scene scene = scene();
    private final AtomicInteger ran = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> everyAttributeKeepsItsRuleInEveryShape() {
        return attributes.stream()
                .flatMap(attribute -> Stream.of(Shape.values())
                        .map(shape -> dynamicTest(
                                attribute + " by " + shape,
                                () -> new SchemaAttempt(scene, attribute, shape, ran.incrementAndGet()).run())));
    }

    /** Counted from the published schemas in another way than the attempts are made, so that none can go missing unnoticed. */
    @AfterAll
    void everyPublishedAttributeWasTried() {
        int published = 0;
        for (JsonNode schema : client.send(Step.get("/Schemas")).body().path("Resources")) {
            // Sub-attributes among them: each has a mutability of its own.
            published += schema.path("attributes").findValues("mutability").size();
        }
        int types = client.send(Step.get("/ResourceTypes"))
                .body()
                .path("totalResults")
                .asInt();

        assertThat(published).isGreaterThan(80);
        assertThat(ran.get()).isEqualTo((published + types * COMMON) * Shape.values().length);
    }

    private SchemaAttempt.Scene scene() {
        String user = create("/Users", user("Scene A"));
        String other = create("/Users", user("Scene B"));
        ObjectNode group = JsonNodeFactory.instance.objectNode().put("displayName", "Scene");
        group.putArray("members").addObject().put("value", user);
        return new SchemaAttempt.Scene(client, user, other, create("/Groups", group));
    }

    private static ObjectNode user(String name) {
        return JsonNodeFactory.instance.objectNode().put("userName", name).put("displayName", name);
    }

    private String create(String endpoint, ObjectNode body) {
        return client.send(Step.of("POST", endpoint, body)).body().path("id").asText();
    }
}
