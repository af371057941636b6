package io.sluice.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

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
        for (Map.Entry<String, JsonNode> member : element.properties()) {
            JsonNode value = member.getValue();
            boolean embedded = member.getKey().equalsIgnoreCase(VALUE)
                    && value.isTextual()
                    && value.textValue().startsWith("{");
            if (embedded) {
                return unfolded(element, member.getKey(), value);
            }
        }
        return element;
    }

    private static JsonNode unfolded(ObjectNode element, String name, JsonNode value) {
        try {
            JsonNode document = MAPPER.readTree(value.textValue());
            if (!(document instanceof ObjectNode inner) || !inner.path(VALUE).isTextual()) {
                return element;
            }
            ObjectNode unfolded = element.objectNode();
            unfolded.setAll(element);
            unfolded.remove(name);
            unfolded.setAll(inner);
            return unfolded;
        } catch (JsonProcessingException notJson) {
            return element;
        }
    }
}
