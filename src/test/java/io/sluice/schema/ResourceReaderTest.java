package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code E:} in the JSON of these tests stands for the URN of the enterprise extension, {@code U:} and {@code G:} for the core schemas'. */
class ResourceReaderTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();
    private static final ResourceType USER =
            BuiltInSchemas.resourceTypes().byName("User").orElseThrow();
    private static final ResourceType GROUP =
            BuiltInSchemas.resourceTypes().byName("Group").orElseThrow();
    private static final String MEMBER = "2819c223-7f76-453a-919d-413861904646";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            as Entra creates it (Entra) | {schemas:['U:','E:'],externalId:'e1',userName:'u',active:true,emails:[{primary:true,type:'work',value:'a@x'}],meta:{resourceType:'User'},name:{formatted:'g f',familyName:'f',givenName:'g'},roles:[]} | {schemas:['U:'],externalId:'e1',userName:'u',name:{formatted:'g f',familyName:'f',givenName:'g'},active:true,emails:[{value:'a@x',type:'work',primary:true}]}
            nulls at the top (Entra) | {userName:'u',addresses:null,phoneNumbers:null,manager:null,department:null} | {schemas:['U:'],userName:'u'}
            nulls at the top beside the extension (Entra) | {userName:'u','E:':{department:'d'},department:null} | {schemas:['U:','E:'],userName:'u','E:':{department:'d'}}
            manager as string (Entra) | {userName:'u','E:':{manager:'123456'}} | {schemas:['U:','E:'],userName:'u','E:':{manager:{value:'123456'}}}
            misspelt extension (Entra) | {schemas:['U:','urn:ietf:params:scim:schemas:extension:enterprise:2.0User'],userName:'u','urn:ietf:params:scim:schemas:extension:enterprise:2.0User':{department:'d'}} | {schemas:['U:'],userName:'u'}
            strings for booleans (Entra) | {userName:'u',active:'True',roles:[{primary:'True',value:'r'}]} | {schemas:['U:'],userName:'u',active:true,roles:[{value:'r',primary:true}]}
            extension not listed in schemas (Entra) | {schemas:['U:'],userName:'u','E:':{employeeNumber:'7'}} | {schemas:['U:','E:'],userName:'u','E:':{employeeNumber:'7'}}
            listed extension without data | {schemas:['U:','E:'],userName:'u','E:':{}} | {schemas:['U:'],userName:'u'}
            any case (RFC 7643 2.1) | {SCHEMAS:['u:'],USERNAME:'u',Name:{FAMILYNAME:'f'},'URN:IETF:params:scim:schemas:extension:enterprise:2.0:USER':{DEPARTMENT:'d'}} | {schemas:['U:','E:'],userName:'u',name:{familyName:'f'},'E:':{department:'d'}}
            dotted names (Entra) | {userName:'u','name.givenName':'g','name.familyName':'f'} | {schemas:['U:'],userName:'u',name:{familyName:'f',givenName:'g'}}
            a dotted name beside its object | {userName:'u',name:{familyName:'f'},'name.givenName':'g'} | {schemas:['U:'],userName:'u',name:{familyName:'f',givenName:'g'}}
            qualified names (Entra) | {'U:userName':'u','E:department':'d','E:manager.value':'m'} | {schemas:['U:','E:'],userName:'u','E:':{department:'d',manager:{value:'m'}}}
            bare names of an extension (Entra) | {userName:'u',manager:'m'} | {schemas:['U:','E:'],userName:'u','E:':{manager:{value:'m'}}}
            dotted names inside the extension | {userName:'u','E:':{'manager.value':'m'}} | {schemas:['U:','E:'],userName:'u','E:':{manager:{value:'m'}}}
            core attributes inside their URN | {'U:':{userName:'u',title:'t'}} | {schemas:['U:'],userName:'u',title:'t'}
            read-only attributes (RFC 7644 3.3) | {id:'x',userName:'u',groups:[{value:'g'}],meta:{version:'W/1'}} | {schemas:['U:'],userName:'u'}
            password (Okta) | {userName:'u',password:'s3cret',locale:'en-US',groups:[]} | {schemas:['U:'],userName:'u',locale:'en-US'}
            unknown attributes | {userName:'u',colour:'red','name.colour':'red','no name':1,entitlements:[{value:'e'}]} | {schemas:['U:'],userName:'u',entitlements:[{value:'e'}]}
            no schemas | {userName:'u'} | {schemas:['U:'],userName:'u'}
            only an extension in schemas | {schemas:['E:'],userName:'u'} | {schemas:['U:'],userName:'u'}
            schema order | {'E:':{department:'d'},title:'t',displayName:'n',userName:'u',externalId:'e',schemas:['U:']} | {schemas:['U:','E:'],externalId:'e',userName:'u',displayName:'n',title:'t','E:':{department:'d'}}
            """)
    void readsUser(String name, String body, String document) {
        ObjectNode read = ResourceReader.read(USER, json(body)).document();

        assertThat(read.toString()).isEqualTo(json(document).toString());
    }

    @Test
    void readsGroupAsEntraCreatesIt() {
        ResourceInput input = ResourceReader.read(GROUP, json("""
                {schemas: ['G:', 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
                 externalId: 'e', displayName: 'd', meta: {resourceType: 'Group'}}"""));

        assertThat(input.document().toString())
                .isEqualTo(json("{schemas: ['G:'], externalId: 'e', displayName: 'd'}")
                        .toString());
        assertThat(input.members()).isEqualTo(new Members.Absent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{value:'2819c223-7f76-453a-919d-413861904646',$ref:null,display:'Babs',type:'User'}]
            ['2819c223-7f76-453a-919d-413861904646']
            {Value:'2819C223-7F76-453A-919D-413861904646'}
            [{value:'2819c223-7f76-453a-919d-413861904646'},{value:'2819c223-7f76-453a-919d-413861904646'}]
            """)
    void readsMembersBesideDocument(String members) {
        ResourceInput input = ResourceReader.read(GROUP, json("{displayName: 'd', members: " + members + "}"));

        assertThat(input.document().has("members")).isFalse();
        assertThat(input.members())
                .isEqualTo(new Members.Present(Set.of(ResourceId.parse(MEMBER).orElseThrow())));
    }

    @ParameterizedTest
    @CsvSource({"[]", "null"})
    void tellsNoMembersFromMembersNotGiven(String members) {
        assertThat(ResourceReader.read(GROUP, json("{displayName: 'd', members: " + members + "}"))
                        .members())
                .isEqualTo(new Members.Present(Set.of()));
        assertThat(ResourceReader.read(GROUP, json("{displayName: 'd'}")).members())
                .isEqualTo(new Members.Absent());
    }

    @Test
    void listsNamesThatItIgnored() {
        assertThat(ResourceReader.read(
                                USER,
                                json("{userName: 'u', colour: 'red', 'E:': {size: 1}, name: {pet: 'p'}, members: []}"))
                        .ignored())
                .containsExactlyInAnyOrder("colour", json("'E:'").textValue() + ":size", "name.pet", "members");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [] | INVALID_SYNTAX | object
            'x' | INVALID_SYNTAX | object
            null | INVALID_SYNTAX | object
            {} | INVALID_VALUE | userName
            {userName:null} | INVALID_VALUE | userName
            {userName:''} | INVALID_VALUE | userName
            {userName:'  '} | INVALID_VALUE | userName
            {userName:{}} | INVALID_VALUE | userName
            {userName:{a:1}} | INVALID_VALUE | userName
            {userName:'u',UserName:'v'} | INVALID_SYNTAX | twice
            {userName:'u','E:':{department:'a',Department:'b'}} | INVALID_SYNTAX | twice
            {userName:'u',name:{givenName:'a'},'name.givenName':'b',schemas:'U:'} | INVALID_SYNTAX | schemas
            {userName:'u',schemas:'U:'} | INVALID_SYNTAX | schemas
            {userName:'u',schemas:[1]} | INVALID_SYNTAX | schemas
            {userName:'u',schemas:['urn:x:y']} | INVALID_VALUE | schemas
            {userName:'u','E:':'x'} | INVALID_VALUE | object
            {userName:'u','E:':[1]} | INVALID_VALUE | object
            {userName:'u',name:'Babs'} | INVALID_VALUE | name
            {userName:'u',title:'a\\u0000'} | INVALID_VALUE | title
            {userName:'u','a\\u0000':1} | INVALID_VALUE | U+0000
            """)
    void refuses(String body, ScimType scimType, String word) {
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> ResourceReader.read(USER, json(body)));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().scimType()).isEqualTo(scimType);
        assertThat(refusal).hasMessageContaining(word);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {members:[]} | displayName
            {displayName:'d',members:[{value:'u1091'}]} | u1091
            {displayName:'d',members:[{display:'Babs'}]} | value
            {displayName:'d',members:[{value:7}]} | value
            {displayName:'d',members:[[]]} | value
            """)
    void refusesGroup(String body, String word) {
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> ResourceReader.read(GROUP, json(body)));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_VALUE);
        assertThat(refusal).hasMessageContaining(word);
    }

    @Test
    void refusesObjectWithTooManyNames() {
        ObjectNode body = JSON.createObjectNode().put("userName", "u");
        for (int i = 0; i < 1_000; i++) {
            body.put("unknown" + i, i);
        }

        assertThat(catchThrowableOfType(ScimException.class, () -> ResourceReader.read(USER, body))
                        .problem()
                        .scimType())
                .isEqualTo(ScimType.INVALID_SYNTAX);
    }

    @Test
    void leavesBodyAsItWas() {
        JsonNode body = json("{userName: 'u', name: {familyName: 'f'}, 'name.givenName': 'g', roles: ['a', 'a']}");
        JsonNode kept = body.deepCopy();

        ResourceReader.read(USER, body);

        assertThat(body).isEqualTo(kept);
    }

    @Test
    void readsItsOwnDocumentAsTheSame() {
        ObjectNode document = ResourceReader.read(
                        USER, json("{userName: 'u', active: 'True', roles: 'r', manager: 'm', title: 'seven'}"))
                .document();

        assertThat(ResourceReader.read(USER, document).document().toString()).isEqualTo(document.toString());
    }

    @Test
    void replacementDropsWhatIsLeftOut() {
        ObjectNode existing = document("{userName: 'u', title: 't', 'E:': {department: 'd'}}");

        ObjectNode replaced = ResourceReader.replace(USER, existing, json("{userName: 'v', id: 'x'}"))
                .document();

        assertThat(replaced).isEqualTo(json("{schemas: ['U:'], userName: 'v'}"));
    }

    @Test
    void replacementKeepsImmutableAttributeThatIsLeftOut() {
        ObjectNode existing = (ObjectNode) json("{schemas: ['urn:t'], name: 'n', serial: 's', 'urn:x': {batch: 'b'}}");

        ObjectNode replaced =
                ResourceReader.replace(device(), existing, json("{name: 'm'}")).document();

        assertThat(replaced)
                .isEqualTo(json("{schemas: ['urn:t', 'urn:x'], name: 'm', serial: 's', 'urn:x': {batch: 'b'}}"));
    }

    @Test
    void replacementMaySetImmutableAttributeThatHasNoValue() {
        ObjectNode existing = (ObjectNode) json("{schemas: ['urn:t'], name: 'n'}");

        ObjectNode replaced = ResourceReader.replace(device(), existing, json("{name: 'n', serial: 's'}"))
                .document();

        assertThat(replaced).isEqualTo(json("{schemas: ['urn:t'], name: 'n', serial: 's'}"));
    }

    @Test
    void refusesToReplaceImmutableAttribute() {
        ObjectNode existing = (ObjectNode) json("{schemas: ['urn:t'], name: 'n', serial: 's'}");

        ScimException refusal = catchThrowableOfType(
                ScimException.class,
                () -> ResourceReader.replace(device(), existing, json("{name: 'n', serial: 'other'}")));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.MUTABILITY);
        assertThat(refusal).hasMessageContaining("serial");
    }

    @Test
    void dropsWriteOnlyAttribute() {
        assertThat(ResourceReader.read(device(), json("{name: 'n', secret: 's'}"))
                        .document())
                .isEqualTo(json("{schemas: ['urn:t'], name: 'n'}"));
    }

    @Test
    void checkComputesSchemasAndOrder() {
        ObjectNode changed = (ObjectNode) json("{schemas: ['U:'], title: 't', userName: 'u', 'E:': {department: 'd'}}");

        assertThat(ResourceReader.check(USER, changed, changed).toString())
                .isEqualTo(json("{schemas: ['U:', 'E:'], userName: 'u', title: 't', 'E:': {department: 'd'}}")
                        .toString());
    }

    @Test
    void checkRefusesLossOfRequiredAttribute() {
        ObjectNode before = document("{userName: 'u'}");

        ScimException refusal = catchThrowableOfType(
                ScimException.class, () -> ResourceReader.check(USER, before, JSON.createObjectNode()));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.MUTABILITY);
    }

    private static ObjectNode document(String body) {
        return ResourceReader.read(USER, json(body)).document();
    }

    private static ResourceType device() {
        return new ResourceType(
                "Device",
                "/Devices",
                "",
                new SchemaDefinition(
                        "urn:t",
                        "Device",
                        "",
                        List.of(
                                text("name", Mutability.READ_WRITE),
                                text("serial", Mutability.IMMUTABLE),
                                text("secret", Mutability.WRITE_ONLY))),
                List.of(new SchemaExtension(
                        new SchemaDefinition("urn:x", "Making", "", List.of(text("batch", Mutability.IMMUTABLE))),
                        false)));
    }

    private static AttributeDefinition text(String name, Mutability mutability) {
        return new AttributeDefinition(
                name,
                AttributeType.STRING,
                false,
                "",
                name.equals("name"),
                List.of(),
                false,
                mutability,
                Returned.DEFAULT,
                Uniqueness.NONE,
                List.of(),
                List.of());
    }

    private static JsonNode json(String text) {
        String spelled = text.replace("'E:'", "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'")
                .replace("'U:'", "'urn:ietf:params:scim:schemas:core:2.0:User'")
                .replace("'u:'", "'URN:ietf:params:scim:schemas:core:2.0:user'")
                .replace("'G:'", "'urn:ietf:params:scim:schemas:core:2.0:Group'")
                .replace("'E:", "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:")
                .replace("'U:", "'urn:ietf:params:scim:schemas:core:2.0:User:");
        try {
            return JSON.readTree(spelled);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(spelled, broken);
        }
    }
}
