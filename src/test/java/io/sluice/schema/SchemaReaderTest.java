package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaReaderTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CHARACTERISTICS = """
            "multiValued": false, "description": "d", "required": true, "caseExact": true,
            "mutability": "readOnly", "returned": "request", "uniqueness": "global"
            """;

    @Test
    void readsEveryCharacteristic() throws JsonProcessingException {
        AttributeDefinition attribute = SchemaReader.read(schema()).attributes().getFirst();

        assertThat(attribute.name()).isEqualTo("a");
        assertThat(attribute.type()).isEqualTo(AttributeType.STRING);
        assertThat(attribute.multiValued()).isFalse();
        assertThat(attribute.required()).isTrue();
        assertThat(attribute.caseExact()).isTrue();
        assertThat(attribute.mutability()).isEqualTo(Mutability.READ_ONLY);
        assertThat(attribute.returned()).isEqualTo(Returned.REQUEST);
        assertThat(attribute.uniqueness()).isEqualTo(Uniqueness.GLOBAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "type",
                "multiValued",
                "description",
                "required",
                "caseExact",
                "mutability",
                "returned",
                "uniqueness"
            })
    void refusesAnAttributeWithoutOneCharacteristic(String missing) throws JsonProcessingException {
        ObjectNode schema = schema();
        firstAttribute(schema).remove(missing);

        assertThatThrownBy(() -> SchemaReader.read(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "readonly | true",
                "type | \"text\"",
                "type | \"complex\"",
                "type | \"reference\"",
                "mutability | \"readonly\"",
                "returned | null",
                "required | \"true\"",
                "canonicalValues | []",
                "canonicalValues | [1]",
                "referenceTypes | [\"User\"]",
                "subAttributes | []",
                "name | \"\""
            })
    void refusesWhatDoesNotBelong(String key, String value) throws JsonProcessingException {
        ObjectNode schema = schema();
        firstAttribute(schema).set(key, MAPPER.readTree(value));

        assertThatThrownBy(() -> SchemaReader.read(schema)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTwoAttributesOfOneName() throws JsonProcessingException {
        ObjectNode schema = schema();
        schema.withArray("attributes").add(firstAttribute(schema).deepCopy().put("name", "A"));

        assertThatThrownBy(() -> SchemaReader.read(schema)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnUnknownKeyOfTheSchema() throws JsonProcessingException {
        ObjectNode schema = schema().put("version", 1);

        assertThatThrownBy(() -> SchemaReader.read(schema)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectNode schema() throws JsonProcessingException {
        return (ObjectNode) MAPPER.readTree("""
                {"id": "urn:example:Thing", "name": "Thing", "description": "d",
                 "attributes": [{"name": "a", "type": "string", %s}]}
                """.formatted(CHARACTERISTICS));
    }

    private static ObjectNode firstAttribute(ObjectNode schema) {
        return (ObjectNode) schema.at("/attributes/0");
    }
}
