package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeValuesTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private static final ResourceType USER =
            BuiltInSchemas.resourceTypes().byName("User").orElseThrow();

    private static final AttributeDefinition LEVEL = simple("level", AttributeType.INTEGER, false);
    private static final AttributeDefinition RATE = simple("rate", AttributeType.DECIMAL, false);
    private static final AttributeDefinition HIRED = simple("hired", AttributeType.DATE_TIME, false);
    private static final AttributeDefinition PICTURE = simple("picture", AttributeType.BINARY, false);
    private static final AttributeDefinition TAGS = simple("tags", AttributeType.STRING, true);

    private final IgnoredNames ignored = new IgnoredNames();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # attribute | given | canonical; RFC 7643 section 2.3, and what Entra sends
            title | 'Tour Guide' | 'Tour Guide'
            title | '  Tour  ' | '  Tour  '
            title | [{$ref: null, value: 'X'}] | 'X'
            title | [{value: 'X'}] | 'X'
            title | ['X'] | 'X'
            profileUrl | 'not a URI but text' | 'not a URI but text'
            active | true | true
            active | 'True' | true
            active | 'true' | true
            active | 'False' | false
            active | 'FALSE' | false
            active | ['False'] | false
            level | 5 | 5
            level | '5' | 5
            level | -9223372036854775808 | -9223372036854775808
            level | '9223372036854775807' | 9223372036854775807
            rate | 1.5 | 1.5
            rate | '1.5' | 1.5
            rate | 2 | 2
            hired | '2008-01-23T04:56:22Z' | '2008-01-23T04:56:22Z'
            hired | '2008-01-23T04:56:22' | '2008-01-23T04:56:22'
            hired | '2008-01-23T04:56:22.1234567+02:00' | '2008-01-23T04:56:22.1234567+02:00'
            picture | 'aGk=' | 'aGk='
            picture | 'aGk' | 'aGk'
            picture | '-_8' | '-_8'
            tags | ['a', 'b'] | ['a', 'b']
            tags | 'a' | ['a']
            tags | [{value: 'a'}, {$ref: null, value: 'b'}] | ['a', 'b']
            tags | ['a', 'A', 'a'] | ['a']
            tags | ['a', null, ''] | ['a']
            name | {GIVENNAME: 'g', familyName: 'f'} | {familyName: 'f', givenName: 'g'}
            name | [{givenName: 'g'}] | {givenName: 'g'}
            name | {givenName: 'g', familyName: null, middleName: ''} | {givenName: 'g'}
            manager | 'm' | {value: 'm'}
            manager | ['m'] | {value: 'm'}
            manager | {value: 'm', displayName: 'Boss', $ref: null} | {value: 'm'}
            manager | [{$ref: 'u', value: 'm'}] | {value: 'm', $ref: 'u'}
            emails | [{value: 'a@x', type: 'work', primary: 'True'}] | [{value: 'a@x', type: 'work', primary: true}]
            emails | {value: 'a@x'} | [{value: 'a@x'}]
            emails | 'a@x' | [{value: 'a@x'}]
            emails | ['a@x', {value: 'b@x'}] | [{value: 'a@x'}, {value: 'b@x'}]
            emails | [{Value: 'A@X', TYPE: 'Work'}] | [{value: 'A@X', type: 'Work'}]
            emails | [{value: 'a', type: 'work'}, {value: 'a', type: 'work', primary: true}] | [{value: 'a', type: 'work', primary: true}]
            emails | [{value: 'a', type: 'work'}, {value: 'a', type: 'home'}] | [{value: 'a', type: 'work'}, {value: 'a', type: 'home'}]
            emails | [{type: 'work', value: null}, {value: 'b'}] | [{value: 'b'}]
            emails | [{value: 'a', primary: true}, {value: 'b', primary: false}] | [{value: 'a', primary: true}, {value: 'b', primary: false}]
            addresses | [{type: 'work', locality: 'a'}, {type: 'work', locality: 'b'}] | [{locality: 'a', type: 'work'}, {locality: 'b', type: 'work'}]
            roles | [{primary: 'True', type: 'R', displayName: 'Admin', value: 'Admin'}] | [{value: 'Admin', display: 'Admin', type: 'R', primary: true}]
            roles | [{value: '{\\"id\\":\\"7\\",\\"value\\":\\"25\\",\\"displayName\\":\\"Role\\"}'}] | [{value: '25', display: 'Role'}]
            roles | '{\\"value\\":\\"25\\"}' | [{value: '25'}]
            roles | [{value: '{no json'}] | [{value: '{no json'}]
            roles | [{value: '{\\"id\\":\\"7\\"}'}] | [{value: '{\\"id\\":\\"7\\"}'}]
            phoneNumbers | [{value: 'tel:+1-201-555-0123', type: 'mobile'}] | [{value: 'tel:+1-201-555-0123', type: 'mobile'}]
            x509Certificates | [{value: 'MIIDQzCC'}] | [{value: 'MIIDQzCC'}]
            """)
    void bringsValueIntoCanonicalShape(String attribute, String given, String canonical) {
        AttributeDefinition definition = definition(attribute);

        JsonNode value = new AttributeValues(ignored).canonical(definition, json(given), attribute);

        assertThat(value).isEqualTo(json(canonical));
        assertThat(value).hasToString(json(canonical).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            title | null
            title | ''
            title | []
            title | [null]
            title | ['']
            active | null
            active | ''
            level | ''
            tags | []
            tags | [null]
            name | {}
            name | []
            name | ''
            name | {givenName: null}
            name | {colour: 'red'}
            manager | ''
            manager | null
            manager | {}
            manager | {value: ''}
            manager | {value: null}
            manager | {value: '', $ref: 'https://x/Users/1'}
            manager | [{value: ''}]
            manager | [{}]
            emails | null
            emails | ''
            emails | []
            emails | [{}]
            emails | ['']
            emails | [{type: 'work', value: ''}]
            emails | [{type: 'work', primary: true, value: null}]
            """)
    void findsUnassigned(String attribute, String given) {
        JsonNode value = new AttributeValues(ignored).canonical(definition(attribute), json(given), attribute);

        assertThat(value.isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # attribute | given | what the message names | what it expects
            title | 4711 | title | string
            title | {} | title | string
            active | {} | active | boolean
            emails | [[]] | emails | not of lists
            emails | [5] | emails.value | string
            title | {a: 1} | title | string
            title | [['a']] | title | string
            title | true | title | string
            title | 1e400 | title | string
            title | ['a', 'b'] | title | one value
            title | [{value: 'a', type: 'b'}] | title | string
            profileUrl | {a: 1} | profileUrl | URI
            active | 'maybe' | active | boolean
            active | 1 | active | boolean
            active | {value: true} | active | boolean
            level | 1.5 | level | integer
            level | 1e3 | level | integer
            level | '1.0' | level | integer
            level | true | level | integer
            level | 9223372036854775808 | level | integer
            rate | 'much' | rate | number
            rate | '1e999999999' | rate | number
            rate | 1e400 | rate | number
            rate | true | rate | number
            hired | '2008-01-23' | hired | date and time
            hired | '2008-02-30T00:00:00Z' | hired | date and time
            hired | '2008-01-23T04:56Z' | hired | date and time
            hired | 'yesterday' | hired | date and time
            hired | 1201064182 | hired | date and time
            picture | 'no base64!' | picture | base64
            picture | 5 | picture | base64
            tags | [{a: 1}] | tags | string
            tags | [['a']] | tags | string
            name | 'Babs' | name | object
            name | [[{givenName: 'g'}]] | name | object
            name | {givenName: {a: 1}} | name.givenName | string
            name | [{givenName: 'a'}, {givenName: 'b'}] | name | one value
            manager | {value: {a: 1}} | manager.value | string
            emails | [{value: 'a', primary: 'perhaps'}] | emails.primary | boolean
            emails | [{value: {a: 1}}] | emails.value | string
            emails | [[{value: 'a'}]] | emails | object
            emails | [{value: 'a', primary: true}, {value: 'b', primary: true}] | emails | one primary
            addresses | ['Main Street 1'] | addresses | object
            x509Certificates | ['no base64!'] | x509Certificates.value | base64
            """)
    void refusesWhatIsNoValue(String attribute, String given, String named, String expected) {
        JsonNode value = json(given);

        ScimException refusal = refusal(definition(attribute), value);

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_VALUE);
        assertThat(refusal).hasMessageContaining(named).hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({"'a\u0000b'", "'\ud800'", "'\udc00\ud800'", "'a\ud83d'"})
    void refusesTextThatCannotBeStored(String text) {
        assertThat(refusal(definition("title"), TextNode.valueOf(text))
                        .problem()
                        .scimType())
                .isEqualTo(ScimType.INVALID_VALUE);
    }

    @Test
    void keepsCharactersBeyondTheBasicPlane() {
        JsonNode smile = TextNode.valueOf("\ud83d\ude00");

        assertThat(new AttributeValues(ignored).canonical(definition("title"), smile, "title"))
                .isEqualTo(smile);
    }

    @Test
    void refusesNulInEmbeddedJson() {
        JsonNode role = json("[{value: '{\\\"value\\\":\\\"a\\\\u0000\\\"}'}]");

        assertThat(refusal(definition("roles"), role)).hasMessageContaining("U+0000");
    }

    @Test
    void refusesNulInNames() {
        JsonNode name = JSON.createObjectNode().put("a\u0000", 1);

        assertThat(refusal(definition("name"), name).problem().scimType()).isEqualTo(ScimType.INVALID_VALUE);
    }

    @Test
    void refusesSubAttributeTwiceInTwoCases() {
        assertThat(refusal(definition("name"), json("{givenName: 'a', GIVENNAME: 'b'}"))
                        .problem()
                        .scimType())
                .isEqualTo(ScimType.INVALID_SYNTAX);
    }

    @Test
    void refusesListBeyondItsLimit() {
        ArrayNode roles = JSON.createArrayNode();
        for (int i = 0; i <= 10_000; i++) {
            roles.add("r" + i);
        }

        assertThat(refusal(definition("roles"), roles)).hasMessageContaining("10000");
    }

    @Test
    void leavesDeepJsonInsideStringAlone() {
        String deep = "{\"value\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        JsonNode value = new AttributeValues(ignored).canonical(definition("roles"), TextNode.valueOf(deep), "roles");

        assertThat(value.at("/0/value").textValue()).isEqualTo(deep);
    }

    @Test
    void listsNamesThatItIgnored() {
        new AttributeValues(ignored)
                .canonical(
                        definition("emails"), json("[{value: 'a', colour: 'red'}, {value: 'b', size: 1}]"), "emails");

        assertThat(ignored.list()).containsExactly("emails.colour", "emails.size");
    }

    private ScimException refusal(AttributeDefinition definition, JsonNode value) {
        ScimException refusal = catchThrowableOfType(
                ScimException.class,
                () -> new AttributeValues(ignored).canonical(definition, value, definition.name()));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().status()).isEqualTo(400);
        return refusal;
    }

    private static AttributeDefinition definition(String name) {
        return List.of(LEVEL, RATE, HIRED, PICTURE, TAGS).stream()
                .filter(own -> own.isNamed(name))
                .findFirst()
                .or(() -> USER.schemas()
                        .flatMap(schema -> schema.attribute(name).stream())
                        .findFirst())
                .orElseThrow();
    }

    private static AttributeDefinition simple(String name, AttributeType type, boolean multiValued) {
        return new AttributeDefinition(
                name,
                type,
                multiValued,
                "",
                false,
                List.of(),
                false,
                Mutability.READ_WRITE,
                Returned.DEFAULT,
                Uniqueness.NONE,
                List.of(),
                List.of());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
