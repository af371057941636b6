package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ResourceType USER =
            BuiltInSchemas.resourceTypes().byName("User").orElseThrow();
    private static final ResourceType GROUP =
            BuiltInSchemas.resourceTypes().byName("Group").orElseThrow();

    /** {@code @core} and {@code @ent} stand for the URNs of the two schemas of a User, and single quotes for double ones. */
    private static final String ALICE = """
            {
              "schemas": ["@core", "@ent"],
              "id": "1",
              "externalId": "x",
              "userName": "alice",
              "name": {"formatted": "Alice A.", "givenName": "Alice", "familyName": "A."},
              "active": true,
              "emails": [{"value": "a@x", "type": "work", "primary": true}, {"value": "b@x"}],
              "addresses": [{"locality": "Bern"}],
              "@ent": {"department": "R&D", "manager": {"value": "9", "displayName": "Bo"}},
              "meta": {"resourceType": "User", "version": "W/\\"3\\"", "location": "l"}
            }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "userName | 'userName':'alice'",
                "USERNAME | 'userName':'alice'",
                "@core:userName | 'userName':'alice'",
                "URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:USERNAME | 'userName':'alice'",
                "userName,active | 'userName':'alice','active':true",
                " userName , active ,, | 'userName':'alice','active':true",
                "userName,userName | 'userName':'alice'",
                "id | ",
                "schemas | ",
                "shoeSize | ",
                "password | ",
                "name.shoeSize | ",
                "not an attribute | ",
                "emails[type eq \"work\"].value | ",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0User:department | ",
                "nickName | ",
                "name | 'name':{'formatted':'Alice A.','givenName':'Alice','familyName':'A.'}",
                "name.givenName | 'name':{'givenName':'Alice'}",
                "NAME.givenname,name.familyName | 'name':{'givenName':'Alice','familyName':'A.'}",
                "@core:name.givenName | 'name':{'givenName':'Alice'}",
                "name,name.givenName | 'name':{'formatted':'Alice A.','givenName':'Alice','familyName':'A.'}",
                "name.middleName | ",
                "emails.value | 'emails':[{'value':'a@x'},{'value':'b@x'}]",
                "emails.type | 'emails':[{'type':'work'}]",
                "emails.display | ",
                "addresses.country | ",
                "@ent:department | '@ent':{'department':'R&D'}",
                "department | '@ent':{'department':'R&D'}",
                "@ent:manager | '@ent':{'manager':{'value':'9','displayName':'Bo'}}",
                "@ent:manager.value | '@ent':{'manager':{'value':'9'}}",
                "manager.displayName | '@ent':{'manager':{'displayName':'Bo'}}",
                "@ent:costCenter | ",
                "@ent:manager.$ref | ",
                "@ent | '@ent':{'department':'R&D','manager':{'value':'9','displayName':'Bo'}}",
                "meta.version | 'meta':{'version':'W/\\\"3\\\"'}",
                "meta | 'meta':{'resourceType':'User','version':'W/\\\"3\\\"','location':'l'}",
                "externalId | 'externalId':'x'"
            })
    void showsWhatAlwaysIsAndWhatWasAskedFor(String attributes, String shown) throws JsonProcessingException {
        Projection projection = Projection.parse(List.of(expand(attributes)), List.of(), List.of(USER));

        assertThat(projection.isWhole()).isFalse();
        assertJson(
                apply(projection, USER, ALICE),
                "{'schemas':['@core','@ent'],'id':'1'" + (shown == null ? "" : "," + shown) + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "externalId,name,emails,addresses,@ent,meta | 'userName':'alice','active':true",
                "@core,meta,externalId | '@ent':{'department':'R&D','manager':{'value':'9','displayName':'Bo'}}",
                "@core,@ent,externalId,meta.resourceType,META.LOCATION | 'meta':{'version':'W/\\\"3\\\"'}",
                "@core,externalId,meta,@ent:department,@ent:manager.value | '@ent':{'manager':{'displayName':'Bo'}}",
                "@core,externalId,meta,department,manager | ",
                "@core,externalId,meta,department,manager.value,manager.displayName | ",
                "id,schemas,@core,@ent,externalId,meta | ",
                "userName,active,externalId,meta,addresses,@ent,name.formatted,name.familyName,emails.value"
                        + " | 'name':{'givenName':'Alice'},'emails':[{'type':'work','primary':true}]",
                "userName,active,externalId,meta,@ent,name,addresses.locality,emails.value,emails.type,emails.primary | "
            })
    void showsEverythingButWhatWasExcluded(String excluded, String shown) throws JsonProcessingException {
        Projection projection = Projection.parse(List.of(), List.of(expand(excluded)), List.of(USER));

        assertThat(projection.isWhole()).isFalse();
        assertJson(
                apply(projection, USER, ALICE),
                "{'schemas':['@core','@ent'],'id':'1'" + (shown == null ? "" : "," + shown) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "schemas", "ID,Schemas", "shoeSize", "urn:example:nothing", ""})
    void excludingNothingThatCanBeExcludedShowsEverything(String excluded) throws JsonProcessingException {
        Projection projection = Projection.parse(List.of(), List.of(excluded), List.of(USER));

        assertThat(projection.isWhole()).isTrue();
        assertJson(apply(projection, USER, ALICE), ALICE);
    }

    @Test
    void acceptsNamesOneByOneAndJoined() throws JsonProcessingException {
        Projection projection =
                Projection.parse(List.of("userName", "active,externalId", ""), List.of(), List.of(USER));

        assertJson(
                apply(projection, USER, ALICE),
                "{'schemas':['@core','@ent'],'id':'1','userName':'alice','active':true,'externalId':'x'}");
    }

    @Test
    void askingForNothingShowsTheDocumentItself() {
        byte[] json = ALICE.getBytes(StandardCharsets.UTF_8);

        assertThat(Projection.parse(List.of(), List.of(), List.of(USER, GROUP)).isWhole())
                .isTrue();
        assertThat(Projection.parse(List.of("", " , "), List.of(","), List.of(USER))
                        .isWhole())
                .isTrue();
        assertThat(Projection.NONE.apply(USER, json)).isSameAs(json);
        assertThat(Projection.NONE.includes(GROUP, "members")).isTrue();
    }

    @Test
    void refusesBothListsAtOnce() {
        assertThatThrownBy(() -> Projection.parse(List.of("userName"), List.of("emails"), List.of(USER)))
                .isInstanceOfSatisfying(ScimException.class, refusal -> {
                    assertThat(refusal.problem().status()).isEqualTo(400);
                    assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_SYNTAX);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "members, '', true",
        "members.value, '', true",
        "displayName, '', false",
        "shoeSize, '', false",
        "id, '', false",
        "'', members, false",
        "'', MEMBERS, false",
        "'', urn:ietf:params:scim:schemas:core:2.0:Group:members, false",
        "'', urn:ietf:params:scim:schemas:core:2.0:Group, false",
        "'', members.display, true",
        "'', displayName, true",
        "'', '', true"
    })
    void tellsWhetherMembersAreShown(String attributes, String excluded, boolean shown) {
        Projection projection = Projection.parse(List.of(attributes), List.of(excluded), List.of(GROUP));

        assertThat(projection.includes(GROUP, "members")).isEqualTo(shown);
        assertThat(projection.includes(GROUP, "id")).isTrue();
    }

    @Test
    void appliesToEachTypeWhatThatTypeHas() throws JsonProcessingException {
        Projection projection = Projection.parse(List.of("userName", "displayName"), List.of(), List.of(USER, GROUP));

        assertJson(apply(projection, USER, ALICE), "{'schemas':['@core','@ent'],'id':'1','userName':'alice'}");
        assertJson(
                apply(projection, GROUP, "{'id':'2','displayName':'g','members':[{'value':'1'}],'userName':'no'}"),
                "{'id':'2','displayName':'g'}");
    }

    @Test
    void copiesNumbersAndStringsByteForByte() {
        String json =
                "{\"id\":\"\\u0031\",\"active\" : 1.10 ,\"title\":\"\\u00e9 \\\" {}[], \u00e9\ud83d\ude00\", \"nickName\":1e400,"
                        + "\"locale\":-0,\"name\":{\"givenName\":12345678901234567890,\"familyName\":null}}";

        assertThat(project("active", json)).isEqualTo("{\"id\":\"\\u0031\",\"active\" : 1.10}");
        assertThat(project("title", json))
                .isEqualTo("{\"id\":\"\\u0031\",\"title\":\"\\u00e9 \\\" {}[], \u00e9\ud83d\ude00\"}");
        assertThat(project("nickName", json)).isEqualTo("{\"id\":\"\\u0031\",\"nickName\":1e400}");
        assertThat(project("locale", json)).isEqualTo("{\"id\":\"\\u0031\",\"locale\":-0}");
        assertThat(project("name.givenName", json))
                .isEqualTo("{\"id\":\"\\u0031\",\"name\":{\"givenName\":12345678901234567890}}");
        assertThat(project("name.familyName", json)).isEqualTo("{\"id\":\"\\u0031\",\"name\":{\"familyName\":null}}");
    }

    @Test
    void cutsAtTheRightPlacesInDocumentsLargerThanAnyBuffer() throws JsonProcessingException {
        StringBuilder members = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            members.append(i == 0 ? "" : ", ")
                    .append("{'value':'\u00e9" + i + "','display':'\ud83d\ude00','n':" + i + "}");
            values.append(i == 0 ? "" : ",").append("{'value':'\u00e9" + i + "'}");
        }
        Projection projection = Projection.parse(List.of("members.value"), List.of(), List.of(GROUP));

        assertJson(
                apply(projection, GROUP, "{'id':'2','displayName':'g','members':[" + members + "],'x':1}"),
                "{'id':'2','members':[" + values + "]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {}",
                "{'userName':'a'} | {}",
                "{'emails':[]} | {}",
                "{'emails':{'value':'a','type':'t'}} | {'emails':{'value':'a'}}",
                "{'emails':'a'} | {}",
                "{'emails':['a',[{'value':'a'}],{'value':{'deep':[1]}},null]} | {'emails':[{'value':{'deep':[1]}}]}"
            })
    void copiesOddDocumentsToo(String json, String shown) throws JsonProcessingException {
        Projection projection = Projection.parse(List.of("emails.value"), List.of(), List.of(USER));

        assertJson(apply(projection, USER, json), shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | `` | 'must':1,'plain':2,'box':{'must':5,'plain':6}",
                "onDemand | `` | 'must':1,'onDemand':3",
                "secret | `` | 'must':1",
                "box | `` | 'must':1,'box':{'must':5,'plain':6}",
                "box.onDemand | `` | 'must':1,'box':{'must':5,'onDemand':7}",
                "box,box.onDemand | `` | 'must':1,'box':{'must':5,'plain':6,'onDemand':7}",
                "box.secret | `` | 'must':1",
                "urn:example:Thing | `` | 'must':1,'plain':2,'box':{'must':5,'plain':6}",
                "`` | must,plain | 'must':1,'box':{'must':5,'plain':6}",
                "`` | onDemand,secret | 'must':1,'plain':2,'box':{'must':5,'plain':6}",
                "`` | plain,box | 'must':1",
                "`` | plain,box.must,box.plain | 'must':1,'box':{'must':5}",
                "`` | urn:example:Thing | 'must':1"
            })
    void honoursWhenAttributesAreReturned(String attributes, String excluded, String shown)
            throws JsonProcessingException {
        Projection projection = Projection.parse(List.of(attributes), List.of(excluded), List.of(thing()));

        assertThat(projection.isWhole()).isFalse();
        assertJson(
                apply(
                        projection,
                        thing(),
                        "{'id':'1','must':1,'plain':2,'onDemand':3,'secret':4,"
                                + "'box':{'must':5,'plain':6,'onDemand':7,'secret':8}}"),
                "{'id':'1'," + shown + "}");
    }

    @Test
    void takesManyNamesInLinearTime() {
        String[] names = new String[200_000];
        Arrays.setAll(names, i -> "urn:a:b" + i + ":name" + i + ".sub");

        assertThat(Projection.parse(Arrays.asList(names), List.of(), List.of(USER, GROUP))
                        .includes(USER, "userName"))
                .isFalse();
    }

    private static ResourceType thing() {
        List<AttributeDefinition> parts = List.of(
                attribute("must", Returned.ALWAYS, List.of()),
                attribute("plain", Returned.DEFAULT, List.of()),
                attribute("onDemand", Returned.REQUEST, List.of()),
                attribute("secret", Returned.NEVER, List.of()));
        List<AttributeDefinition> attributes = new ArrayList<>(parts);
        attributes.add(attribute("box", Returned.DEFAULT, parts));
        return new ResourceType(
                "Thing",
                "/Things",
                "d",
                new SchemaDefinition("urn:example:Thing", "Thing", "d", attributes),
                List.of());
    }

    private static AttributeDefinition attribute(String name, Returned returned, List<AttributeDefinition> parts) {
        return new AttributeDefinition(
                name,
                parts.isEmpty() ? AttributeType.INTEGER : AttributeType.COMPLEX,
                false,
                "d",
                false,
                List.of(),
                false,
                Mutability.READ_WRITE,
                returned,
                Uniqueness.NONE,
                List.of(),
                parts);
    }

    private static String project(String attributes, String json) {
        Projection projection = Projection.parse(List.of(attributes), List.of(), List.of(USER));
        return new String(projection.apply(USER, json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static String apply(Projection projection, ResourceType type, String json) {
        return new String(
                projection.apply(type, expand(json).getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static void assertJson(String actual, String expected) throws JsonProcessingException {
        assertThat(MAPPER.readTree(actual)).isEqualTo(MAPPER.readTree(expand(expected)));
    }

    private static String expand(String text) {
        return text.replace('\'', '"')
                .replace("@core", "urn:ietf:params:scim:schemas:core:2.0:User")
                .replace("@ent", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
    }
}
