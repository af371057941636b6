package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.scim.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnSchemaTest {
    private static final String URN = "urn:example:params:scim:schemas:2.0:Badge";

    @Test
    void whatIsLeftOutHasTheValuesOfTheStandard() {
        AttributeDefinition attribute =
                schema("{'name':'number'}").attribute("NUMBER").orElseThrow();

        assertThat(attribute)
                .isEqualTo(new AttributeDefinition(
                        "number",
                        AttributeType.STRING,
                        false,
                        "number",
                        false,
                        List.of(),
                        false,
                        Mutability.READ_WRITE,
                        Returned.DEFAULT,
                        Uniqueness.NONE,
                        List.of(),
                        List.of()));
    }

    @Test
    void whatIsWrittenIsReadBackAsItIs() {
        SchemaDefinition schema = schema("""
                {'name':'doors','type':'complex','multiValued':true,'returned':'request','subAttributes':[
                  {'name':'value','required':true,'canonicalValues':['front','back']},
                  {'name':'$ref','type':'reference','caseExact':true},
                  {'name':'opened','type':'dateTime','mutability':'readOnly'}]},
                {'name':'level','type':'integer','mutability':'immutable'}""");

        assertThat(OwnSchema.read(SchemaJson.of(schema))).isEqualTo(schema);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'name':'number','typ':'string'}                                            | typ does not belong here
            {'name':'number','type':'text'}                                             | type is none of the keywords
            {'name':'number','multiValued':'no'}                                        | multiValued is neither true nor false
            {'type':'string'}                                                           | name
            {'name':'two words'}                                                        | a name is a letter
            {'name':'1st'}                                                              | a name is a letter
            {'name':'a.b'}                                                              | a name is a letter
            {'name':'number'},{'name':'NUMBER'}                                         | stands twice
            {'name':'id'}                                                               | keeps for itself
            {'name':'Meta'}                                                             | keeps for itself
            {'name':'members'}                                                          | keeps for itself
            {'name':'groups'}                                                           | keeps for itself
            {'name':'manager'}                                                          | keeps for itself
            {'name':'password'}                                                         | keeps for itself
            {'name':'login','type':'complex','subAttributes':[{'name':'passWord'}]}     | passwords are never kept
            {'name':'pin','mutability':'writeOnly'}                                     | never returned
            {'name':'pin','returned':'never'}                                           | never returned
            {'name':'number','uniqueness':'global'}                                     | within a tenant
            {'name':'number','uniqueness':'server'}                                     | required and not caseExact
            {'name':'number','uniqueness':'server','required':true,'type':'integer'}    | required and not caseExact
            {'name':'number','uniqueness':'server','required':true,'multiValued':true}  | required and not caseExact
            {'name':'door','type':'complex'}                                            | subAttributes is missing
            {'name':'door','subAttributes':[{'name':'value'}]}                          | subAttributes does not belong here
            {'name':'door','type':'complex','subAttributes':[{'name':'x','type':'complex','subAttributes':[{'name':'y'}]}]} | cannot be complex
            """)
    void refusesWhatItCannotKeepAndSaysWhere(String attributes, String reason) {
        assertThatThrownBy(() -> schema(attributes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ietf:params:scim:schemas:core:2.0:User, every tenant has",
        "URN:ietf:params:scim:schemas:core:2.0:group, every tenant has",
        "urn:ietf:params:scim:api:messages:2.0:Error, messages of the protocol",
        "Badge, ends in a name",
        "https://example.com/badge, URN",
        "urn:example:2.0, ends in a name",
        "urn:example:Badge.v2, ends in a name",
        "urn:example:<Badge>, ends in a name"
    })
    void refusesAnIdThatCouldNotBeNamed(String id, String reason) {
        assertThatThrownBy(() ->
                        OwnSchema.read(Json.parse("{\"id\":\"%s\",\"name\":\"B\",\"attributes\":[{\"name\":\"a\"}]}"
                                .formatted(id)
                                .getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'name':'b'}                                                                        | a was defined
            {'name':'a','type':'integer'},{'name':'c','type':'complex','subAttributes':[{'name':'x'}]} | a was single string before
            {'name':'a','multiValued':true},{'name':'c','type':'complex','subAttributes':[{'name':'x'}]} | a was single string before
            {'name':'a'},{'name':'c','type':'complex','subAttributes':[{'name':'y'}]}           | x was defined
            {'name':'a'},{'name':'c','type':'complex','subAttributes':[{'name':'x'}]},{'name':'u','required':true,'uniqueness':'server'} | cannot be unique
            """)
    void storedValuesKeepTheirShape(String next, String reason) {
        SchemaDefinition former = schema("{'name':'a'},{'name':'c','type':'complex','subAttributes':[{'name':'x'}]}");

        assertThatThrownBy(() -> OwnSchema.checkSucceeds(former, schema(next)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aSchemaMayGrowAndChangeWhatStoredValuesDoNotShow() {
        assertThatCode(() -> OwnSchema.checkSucceeds(
                        schema("{'name':'a'}"), schema("{'name':'b'},{'name':'a','required':true,'caseExact':true}")))
                .doesNotThrowAnyException();
    }

    private static SchemaDefinition schema(String attributes) {
        String json = "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:Schema'],'id':'" + URN
                + "','name':'Badge','attributes':[" + attributes + "]}";
        return OwnSchema.read(Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
