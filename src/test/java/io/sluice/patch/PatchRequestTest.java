package io.sluice.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.patch.PatchOperation.Kind;
import io.sluice.scim.ScimException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    @Test
    void readsOperationsInOrder() {
        PatchRequest request = PatchRequest.parse(json("{'schemas':['" + PATCH_OP
                + "'],'Operations':[{'op':'add','path':'a','value':1},{'op':'remove','path':'b'}]}"));

        assertThat(request.operations()).extracting(PatchOperation::kind).containsExactly(Kind.ADD, Kind.REMOVE);
        assertThat(request.operations()).extracting(PatchOperation::path).containsExactly("a", "b");
        assertThat(request.operations().getLast().value().isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'Operations':[{'op':'add','value':{}}]}
            {'operations':[{'OP':'ADD','VALUE':{}}]}
            {'schemas':null,'Operations':[{'op':'Add','path':null,'value':null}]}
            {'schemas':['URN:ietf:params:scim:api:messages:2.0:patchop'],'Operations':[{'op':'aDD','path':'','value':'x','comment':7}]}
            {'schemas':['urn:x','urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[{'op':'Add','value':[]}],'failOnErrors':1}
            """)
    void takesOtherSpellings(String body) {
        PatchOperation operation = PatchRequest.parse(json(body)).operations().getFirst();

        assertThat(operation.kind()).isEqualTo(Kind.ADD);
        assertThat(operation.path()).isEmpty();
        assertThat(operation.value().isMissingNode()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [] | invalidSyntax
            {} | invalidSyntax
            {'Operations':[]} | invalidSyntax
            {'Operations':{}} | invalidSyntax
            {'Operations':'add'} | invalidSyntax
            {'Operations':[7]} | invalidSyntax
            {'Operations':[{'path':'a','value':1}]} | invalidSyntax
            {'Operations':[{'op':'move','path':'a','value':1}]} | invalidSyntax
            {'Operations':[{'op':7,'path':'a','value':1}]} | invalidSyntax
            {'Operations':[{'op':'add','path':7,'value':1}]} | invalidSyntax
            {'Operations':[{'op':'add','path':['a'],'value':1}]} | invalidSyntax
            {'Operations':[{'op':'add','OP':'remove','value':1}]} | invalidSyntax
            {'Operations':[{'op':'add','value':1}],'operations':[]} | invalidSyntax
            {'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'Operations':[{'op':'add','value':{}}]} | invalidSyntax
            {'schemas':'x','Operations':[{'op':'add','value':{}}]} | invalidSyntax
            {'schemas':[],'Operations':[{'op':'add','value':{}}]} | invalidSyntax
            {'Operations':[{'op':'add','path':'a'}]} | invalidValue
            {'Operations':[{'op':'replace'}]} | invalidValue
            {'Operations':[{'op':'remove'}]} | noTarget
            {'Operations':[{'op':'remove','path':''}]} | noTarget
            {'Operations':[{'op':'remove','value':{'title':'x'}}]} | noTarget
            """)
    void refuses(String body, String scimType) {
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> PatchRequest.parse(json(body)));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().scimType().keyword()).isEqualTo(scimType);
    }

    @Test
    void refusesMoreOperationsThanItsLimitAndNamesIt() {
        String many = "{'op':'add','path':'title','value':'x'},".repeat(1_000);

        assertThat(PatchRequest.parse(json("{'Operations':[" + many.substring(0, many.length() - 1) + "]}"))
                        .operations())
                .hasSize(1_000);
        ScimException refusal = catchThrowableOfType(
                ScimException.class,
                () -> PatchRequest.parse(json("{'Operations':[" + many + "{'op':'remove','path':'title'}]}")));
        assertThat(refusal.problem().status()).isEqualTo(413);
        assertThat(refusal).hasMessageContaining("1000");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
