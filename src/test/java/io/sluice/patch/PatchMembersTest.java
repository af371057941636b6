package io.sluice.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the rows, {@code A}, {@code B} and {@code C} stand for ids of resources and single quotes for double ones. */
class PatchMembersTest {
    private static final ResourceType GROUP =
            BuiltInSchemas.resourceTypes().byName("Group").orElseThrow();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String A = "2819c223-7f76-453a-919d-413861904646";
    private static final String B = "902c246b-6245-4190-8e05-00816be7344a";
    private static final String C = "6c5bb468-14b2-4183-baf2-06d523e03bd3";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # operations | replace | added | removed
            # RFC 7644 section 3.5.2.1
            {'op':'add','path':'members','value':[{'display':'Babs','$ref':'https://x/v2/Users/A','value':'A'}]} | false | A |
            {'op':'add','value':{'members':[{'value':'A'},{'value':'B'}]}} | false | A B |
            # Entra
            {'op':'Add','path':'members','value':[{'$ref':null,'value':'A'}]} | false | A |
            {'op':'Remove','path':'members','value':[{'$ref':null,'value':'A'}]} | false | | A
            {'op':'replace','path':'members','value':[{'value':'A'}]} | true | A |
            {'op':'Add','path':'members','value':[{'value':'A'}]},{'op':'Remove','path':'members','value':[{'value':'B'}]} | false | A | B
            # Entra with the flag
            {'op':'remove','path':'members[value eq \\'A\\']'} | false | | A
            # Okta
            {'op':'remove','path':'members[value eq \\'A\\']'},{'op':'add','path':'members','value':[{'value':'B','display':'b@x'}]} | false | B | A
            {'op':'replace','path':'members','value':[]} | true | |
            {'op':'replace','value':{'id':'A','members':[{'value':'B'}]}} | true | B |
            # RFC 7644 section 3.5.2.2 and 3.5.2.3
            {'op':'remove','path':'members'} | true | |
            {'op':'remove','path':'members'},{'op':'add','path':'members','value':[{'value':'A'},{'value':'B'}]} | true | A B |
            {'op':'replace','path':'members','value':[{'value':'A'},{'value':'B'}]} | true | A B |
            # one instead of a list, a bare id, other spellings
            {'op':'add','path':'members','value':{'value':'A'}} | false | A |
            {'op':'add','path':'MEMBERS','value':'A'} | false | A |
            {'op':'add','path':'members','value':[{'VALUE':'A'}]} | false | A |
            {'op':'remove','path':'members','value':'A'} | false | | A
            {'op':'remove','path':'members','value':{'value':'A'}} | false | | A
            {'op':'add','path':'urn:ietf:params:scim:schemas:core:2.0:Group:members','value':['A']} | false | A |
            {'op':'remove','path':'members[value eq \\'A\\' or value eq \\'B\\']'} | false | | A B
            {'op':'remove','path':'members[Value EQ \\'A\\']'} | false | | A
            {'op':'add','path':'members[value eq \\'A\\']','value':{'value':'A'}} | false | A |
            {'op':'add','path':'members[value eq \\'A\\']','value':''} | false | A |
            {'op':'remove','path':'members[value eq \\'A\\'].value'} | false | | A
            {'op':'add','path':'members.value','value':'A'} | false | A |
            {'op':'remove','path':'members.value','value':'A'} | false | | A
            # null and empty
            {'op':'add','path':'members','value':[]} | false | |
            {'op':'add','path':'members','value':null} | false | |
            {'op':'replace','path':'members','value':null} | true | |
            {'op':'remove','path':'members','value':[]} | false | |
            {'op':'remove','path':'members','value':null} | true | |
            # the order of operations
            {'op':'add','path':'members','value':['A']},{'op':'remove','path':'members','value':['A']} | false | | A
            {'op':'remove','path':'members','value':['A']},{'op':'add','path':'members','value':['A']} | false | A |
            {'op':'add','path':'members','value':['A','B']},{'op':'remove','path':'members'} | true | |
            {'op':'replace','path':'members','value':['A','B']},{'op':'remove','path':'members','value':['A']} | true | B |
            {'op':'replace','path':'members','value':['A']},{'op':'add','path':'members','value':['B']} | true | A B |
            {'op':'remove','path':'members','value':['A']},{'op':'replace','path':'members','value':['B']} | true | B |
            # what is no id is nobody's
            {'op':'remove','path':'members','value':['u1091']} | false | |
            {'op':'remove','path':'members[value eq \\'u1091\\']'} | false | |
            """)
    void foldsIntoDelta(String operations, boolean replace, String added, String removed) {
        PatchPlan plan = plan(operations);

        assertThat(plan.touchesDocument()).isFalse();
        assertThat(plan.needsMembers()).isFalse();
        assertThat(plan.members(List.of())).isEqualTo(new MembershipDelta(replace, ids(added), ids(removed)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'op':'add','path':'members','value':[{'value':'u1091'}]} | invalidValue | u1091
            {'op':'replace','path':'members','value':['u1091']} | invalidValue | u1091
            {'op':'add','path':'members','value':[{'$ref':'https://x/Users/A'}]} | invalidValue | value
            {'op':'add','path':'members','value':[{'value':null}]} | invalidValue | value
            {'op':'add','path':'members','value':[7]} | invalidValue | value
            {'op':'add','path':'members','value':[['A']]} | invalidValue | value
            {'op':'replace','path':'members','value':''} | invalidValue | id
            {'op':'replace','path':'members','value':{}} | invalidValue | value
            {'op':'remove','path':'members','value':{}} | invalidValue | value
            {'op':'replace','path':'members[value eq \\'A\\'].display','value':'Babs'} | mutability | member
            {'op':'remove','path':'members[value eq \\'A\\'].display'} | mutability | member
            {'op':'replace','path':'members[value eq \\'A\\'].value','value':'B'} | mutability | member
            {'op':'replace','path':'members[value eq \\'A\\']','value':{'value':'B'}} | mutability | member
            {'op':'add','path':'members[type eq \\'User\\']','value':{'value':'B'}} | mutability | member
            {'op':'replace','path':'members.value','value':'B'} | mutability | member
            {'op':'remove','path':'members.value'} | mutability | member
            {'op':'remove','path':'members[colour eq \\'red\\']'} | invalidFilter | colour
            {'op':'remove','path':'members[value eq'} | invalidPath | expected
            """)
    void refuses(String operations, String scimType, String word) {
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> plan(operations));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().scimType().keyword()).isEqualTo(scimType);
        assertThat(refusal).hasMessageContaining(word);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # the group holds the user A "Babs" and the group B "Staff"
            {'op':'remove','path':'members[type eq \\'User\\']'} | false | | A
            {'op':'remove','path':'members[display sw \\'sta\\']'} | false | | B
            {'op':'remove','path':'members[value eq \\'A\\' and type eq \\'Group\\']'} | false | |
            {'op':'remove','path':'members[not (value eq \\'A\\')]'} | false | | B
            {'op':'remove','path':'members[value sw \\'2819\\']'} | false | | A
            {'op':'remove','path':'members','value':['A']},{'op':'remove','path':'members[value pr]'},{'op':'add','path':'members','value':['A']} | false | A | B
            """)
    void holdsConditionsAgainstMembers(String operations, boolean replace, String added, String removed) {
        PatchPlan plan = plan(operations);

        assertThat(plan.needsMembers()).isTrue();
        assertThat(plan.members(List.of(new Member(id(A), "User", "Babs"), new Member(id(B), "Group", "Staff"))))
                .isEqualTo(new MembershipDelta(replace, ids(added), ids(removed)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'add','path':'members','value':['C']},{'op':'remove','path':'members[value pr]'}",
                "{'op':'replace','path':'members','value':['A','C']},{'op':'remove','path':'members[type eq \\'User\\']'}"
            })
    void refusesToChooseAmongMembersOfWhomOnlyTheIdIsKnown(String operations) {
        PatchPlan plan = plan(operations);

        ScimException refusal = catchThrowableOfType(
                ScimException.class, () -> plan.members(List.of(new Member(id(A), "User", "Babs"))));

        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_FILTER);
    }

    @Test
    void changesNobodyWhereMembersAreNotNamed() {
        assertThat(plan("{'op':'replace','value':{'displayName':'x'}}").members(List.of()))
                .isEqualTo(MembershipDelta.NONE);
    }

    @Test
    void refusesTooManyConditionsOnMembers() {
        String operation = "{'op':'remove','path':'members[type eq \\'User\\']'},";

        ScimException refusal = catchThrowableOfType(
                ScimException.class, () -> plan(operation.repeat(40) + "{'op':'remove','path':'members'}"));

        assertThat(refusal.problem().status()).isEqualTo(413);
    }

    @Test
    void takesManyMembersInOneOperation() {
        int count = 100_000;
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < count; i++) {
            values.append(i == 0 ? "" : ",").append("{'value':'%s'}".formatted(new UUID(7, i)));
        }

        MembershipDelta delta =
                plan("{'op':'add','path':'members','value':[" + values + "]}").members(List.of());

        assertThat(delta.add()).hasSize(count);
    }

    private static PatchPlan plan(String operations) {
        String body = "{'Operations':[" + operations + "]}";
        String json = spelled(body.replace("\\'", "\\\"").replace('\'', '"'));
        try {
            return PatchPlan.of(GROUP, PatchRequest.parse(JSON.readTree(json)));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(json, broken);
        }
    }

    private static String spelled(String json) {
        return spelled(spelled(spelled(json, "A", A), "B", B), "C", C);
    }

    private static String spelled(String json, String letter, String id) {
        return json.replace("\"" + letter + "\"", "\"" + id + "\"")
                .replace("\"" + letter + "\\", "\"" + id + "\\")
                .replace("/" + letter + "\"", "/" + id + "\"");
    }

    private static Set<ResourceId> ids(String letters) {
        return letters == null
                ? Set.of()
                : Arrays.stream(letters.split(" "))
                        .map(letter -> switch (letter) {
                            case "A" -> id(A);
                            case "B" -> id(B);
                            case "C" -> id(C);
                            default -> throw new IllegalArgumentException(letter);
                        })
                        .collect(Collectors.toSet());
    }

    private static ResourceId id(String text) {
        return ResourceId.parse(text).orElseThrow();
    }
}
