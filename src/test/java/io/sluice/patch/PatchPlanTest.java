package io.sluice.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.sluice.schema.SchemaExtension;
import io.sluice.scim.ScimException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PatchPlanTest {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changesDocumentAsTheTableSays(String name, JsonNode row) throws IOException {
        ObjectNode before = document(row, "before");
        ObjectNode kept = before.deepCopy();

        ObjectNode after = plan(row).apply(before);

        assertThat(after).isEqualTo(document(row, "after"));
        assertThat(before).as("the document given").isEqualTo(kept);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changesNothingWhenAppliedAgain(String name, JsonNode row) throws IOException {
        PatchPlan plan = plan(row);
        ObjectNode after = plan.apply(document(row, "before"));

        assertThat(plan.apply(after)).isSameAs(after);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void writesAttributesInTheOrderOfTheSchema(String name, JsonNode row) throws IOException {
        ObjectNode before = document(row, "before");

        ObjectNode after = plan(row).apply(before);

        if (after != before) {
            assertThat(after.toString()).isEqualTo(document(row, "after").toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesAsTheTableSays(String name, JsonNode row) throws IOException {
        ObjectNode before = document(row, "before");
        ObjectNode kept = before.deepCopy();

        ScimException refusal =
                catchThrowableOfType(ScimException.class, () -> plan(row).apply(before));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().scimType().keyword())
                .as(refusal.getMessage())
                .isEqualTo(row.path("problem").asText());
        assertThat(before).as("the document given").isEqualTo(kept);
    }

    @Test
    void namesWhatItPassedOver() {
        PatchPlan plan = plan("User", """
                {Operations: [{op: 'add', value: {title: 't', colour: 'red', name: {givenName: 'g', pet: 'p'}}}]}""");

        assertThat(plan.ignored()).containsExactly("colour", "name.pet");
    }

    @Test
    void leavesDocumentUntouchedWhereOnlyMembersChange() {
        PatchPlan plan = plan("Group", "{Operations: [{op: 'remove', path: 'members'}]}");

        assertThat(plan.touchesDocument()).isFalse();
    }

    @Test
    void touchesDocumentAndMembersInOneRequest() {
        PatchPlan plan = plan("Group", "{Operations: [{op: 'replace', value: {displayName: 'x', members: []}}]}");

        assertThat(plan.touchesDocument()).isTrue();
        assertThat(plan.members(List.of()).replace()).isTrue();
    }

    @Test
    void refusesListThatGrowsBeyondItsLimit() throws IOException {
        ObjectNode document = (ObjectNode) JSON.readTree("{userName: 'u'}");
        ArrayNode roles = document.putArray("roles");
        for (int i = 0; i < 10_000; i++) {
            roles.addObject().put("value", "r" + i);
        }
        PatchPlan plan = plan("User", "{Operations: [{op: 'add', path: 'roles', value: 'one more'}]}");

        ScimException refusal = catchThrowableOfType(ScimException.class, () -> plan.apply(document));

        assertThat(refusal).hasMessageContaining("roles").hasMessageContaining("10000");
    }

    @Test
    void refusesToSearchLongListTooOften() throws IOException {
        ObjectNode document = (ObjectNode) JSON.readTree("{userName: 'u'}");
        ArrayNode roles = document.putArray("roles");
        for (int i = 0; i < 1_000; i++) {
            roles.addObject().put("value", "r" + i);
        }
        String operation = "{op: 'remove', path: 'roles[value eq \"none\"]'},";
        PatchPlan many = plan("User", "{Operations: [" + operation.repeat(100) + "]}");
        PatchPlan tooMany = plan("User", "{Operations: [" + operation.repeat(1_000) + "]}");

        assertThat(many.apply(document).path("roles")).hasSize(1_000);
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> tooMany.apply(document));
        assertThat(refusal.problem().status()).isEqualTo(413);
    }

    static Stream<Arguments> changes() throws IOException {
        return rows().filter(row -> row.has("after")).map(PatchPlanTest::arguments);
    }

    static Stream<Arguments> refusals() throws IOException {
        return rows().filter(row -> row.has("problem")).map(PatchPlanTest::arguments);
    }

    private static Arguments arguments(JsonNode row) {
        return Arguments.of(row.path("name").asText() + " (" + row.path("from").asText() + ")", row);
    }

    private static Stream<JsonNode> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(PatchPlanTest.class.getResourceAsStream("patch-cases.json5"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${E}", ENTERPRISE);
            return StreamSupport.stream(JSON.readTree(text).spliterator(), false);
        }
    }

    private static PatchPlan plan(JsonNode row) {
        ObjectNode body = JSON.createObjectNode();
        body.set("Operations", row.path("operations"));
        return PatchPlan.of(type(row.path("type").asText("User")), PatchRequest.parse(body));
    }

    private static PatchPlan plan(String type, String body) {
        try {
            return PatchPlan.of(type(type), PatchRequest.parse(JSON.readTree(body)));
        } catch (IOException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /** The row's document with {@code schemas} and, for a User, {@code userName}; nothing else is added or moved. */
    private static ObjectNode document(JsonNode row, String name) {
        ResourceType type = type(row.path("type").asText("User"));
        ObjectNode given = (ObjectNode) row.path(name);
        ObjectNode document = JSON.createObjectNode();
        ArrayNode schemas = document.putArray("schemas").add(type.core().id());
        for (SchemaExtension extension : type.extensions()) {
            if (given.has(extension.schema().id())) {
                schemas.add(extension.schema().id());
            }
        }
        if (given.has("externalId")) {
            document.set("externalId", given.get("externalId"));
        }
        if (type.name().equals("User")) {
            document.put("userName", given.path("userName").asText("u"));
        }
        document.setAll(given.deepCopy());
        return document;
    }

    private static ResourceType type(String name) {
        return BuiltInSchemas.resourceTypes().byName(name).orElseThrow();
    }
}
