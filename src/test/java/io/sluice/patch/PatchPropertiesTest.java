package io.sluice.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchPropertiesTest {
    private static final int ROUNDS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter ASCII = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    @ParameterizedTest
    @CsvSource({"User, 1", "User, 2", "Group, 3"})
    void answersAnyRequestWithCanonicalDocumentOrProblem(String typeName, long seed) {
        ResourceType type = BuiltInSchemas.resourceTypes().byName(typeName).orElseThrow();
        RandomPatches patches = new RandomPatches(seed);
        ObjectNode document = document(type);
        int applied = 0;
        for (int round = 0; round < ROUNDS; round++) {
            JsonNode body = patches.body();
            ObjectNode kept = document.deepCopy();
            try {
                PatchPlan plan = PatchPlan.of(type, PatchRequest.parse(body));
                plan.members(List.of());
                ObjectNode after = plan.apply(document);
                assertCanonical(type, after, body);
                assertThat(document).as(text(body)).isEqualTo(kept);
                document = round % 50 == 0 ? document(type) : after;
                applied++;
            } catch (ScimException refused) {
                assertThat(refused.problem().status()).as(text(body)).isBetween(400, 413);
                assertThat(document).as(text(body)).isEqualTo(kept);
            } catch (RuntimeException fault) {
                throw new AssertionError(text(document) + " " + text(body), fault);
            }
        }
        assertThat(applied).as("requests that did something").isGreaterThan(ROUNDS / 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"User", "Group"})
    void replacingByWhatIsThereChangesNothing(String typeName) {
        ResourceType type = BuiltInSchemas.resourceTypes().byName(typeName).orElseThrow();
        ObjectNode document = document(type);
        for (String op : List.of("add", "replace")) {
            ObjectNode body = JSON.createObjectNode();
            ObjectNode operation = body.putArray("Operations").addObject().put("op", op);
            operation.set("value", document);

            assertThat(PatchPlan.of(type, PatchRequest.parse(body)).apply(document))
                    .isSameAs(document);
        }
    }

    @Test
    void survivesDeepJson() throws JsonProcessingException {
        int depth = 900;
        String deep = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        ResourceType type = BuiltInSchemas.resourceTypes().byName("User").orElseThrow();
        for (String path : List.of("title", "name", "emails", "manager", "roles[type eq \\\"x\\\"]")) {
            JsonNode body = JSON.readTree(
                    "{\"Operations\":[{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":" + deep + "}]}");

            assertThatCode(() -> {
                        try {
                            PatchPlan.of(type, PatchRequest.parse(body)).apply(document(type));
                        } catch (ScimException refused) {
                            assertThat(refused.problem().status()).isEqualTo(400);
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    /** What was made of the document is what the reader would make of it: no other shape gets into the store by PATCH than by PUT. */
    private static void assertCanonical(ResourceType type, ObjectNode document, JsonNode body) {
        ObjectNode read = ResourceReader.read(type, document).document();
        assertThat(read).as(text(body)).isEqualTo(document);
    }

    private static String text(JsonNode json) {
        try {
            return ASCII.writeValueAsString(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static ObjectNode document(ResourceType type) {
        try {
            return ResourceReader.read(type, JSON.readTree("""
                            {"userName": "u", "displayName": "d", "title": "t", "active": true, "externalId": "e",
                             "name": {"givenName": "g", "familyName": "f"},
                             "emails": [{"value": "a", "type": "work", "primary": true}, {"value": "b", "type": "home"}],
                             "addresses": [{"locality": "a", "type": "work"}],
                             "roles": [{"value": "a"}],
                             "manager": {"value": "m", "$ref": "r"}, "department": "x"}""")).document();
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
