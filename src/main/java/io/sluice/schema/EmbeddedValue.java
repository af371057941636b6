package io.sluice.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An element that Entra has written as a JSON document inside the string {@code value}: {@code {"value":"{\"id\":..,\"value\":\"25\",
 * \"displayName\":\"Role\"}"}} is what its AppRoleAssignmentsComplex sends for roles.
 */
final class EmbeddedValue {
    private static final String VALUE = "value";
    private static final int DEPTH = 4;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private EmbeddedValue() {}

    /** The element with the members of the document in its {@code value}, or the element itself where that is no such document. */
    static JsonNode unfolded(ObjectNode element) {
        JsonNode value = element.path(VALUE);
        if (!value.isTextual() || !value.textValue().startsWith("{")) {
            return element;
        }
        try {
            JsonNode document = MAPPER.readTree(value.textValue());
            if (!(document instanceof ObjectNode inner) || !inner.path(VALUE).isTextual()) {
                return element;
            }
            ObjectNode unfolded = element.deepCopy();
            unfolded.setAll(inner);
            return unfolded;
        } catch (JsonProcessingException notJson) {
            return element;
        }
    }
}
