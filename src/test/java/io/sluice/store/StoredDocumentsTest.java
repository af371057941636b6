package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimType;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredDocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final ResourceType USER =
            BuiltInSchemas.resourceTypes().byName("User").orElseThrow();
    private static final ResourceType GROUP =
            BuiltInSchemas.resourceTypes().byName("Group").orElseThrow();

    @Test
    void takesKeysOutOfUser() {
        ObjectNode document =
                json("{'schemas':['s'],'externalId':'E1','userName':'Babs@X','displayName':'Babs Jensen','title':'t'}");

        StoredDocument stored = StoredDocuments.of(USER, document);

        assertThat(stored.uniqueKey()).isEqualTo("babs@x");
        assertThat(stored.externalId()).isEqualTo("E1");
        assertThat(stored.displayName()).isEqualTo("Babs Jensen");
        assertThat(stored.json())
                .isEqualTo("{\"schemas\":[\"s\"],\"externalId\":\"E1\",\"userName\":\"Babs@X\","
                        + "\"displayName\":\"Babs Jensen\",\"title\":\"t\"}");
        assertThat(stored.values())
                .containsExactly(
                        new IndexedValue(IndexedAttribute.DISPLAY_NAME, "", Optional.of("babs jensen")),
                        new IndexedValue(IndexedAttribute.EMAIL, "", Optional.empty()),
                        new IndexedValue(IndexedAttribute.EMPLOYEE_NUMBER, "", Optional.empty()),
                        new IndexedValue(IndexedAttribute.MANAGER, "", Optional.empty()));
    }

    @Test
    void takesKeysOutOfGroup() {
        StoredDocument stored = StoredDocuments.of(GROUP, json("{'displayName':'Tour Guides'}"));

        assertThat(stored.uniqueKey()).isEqualTo("tour guides");
        assertThat(stored.externalId()).isEmpty();
        assertThat(stored.displayName()).isEqualTo("Tour Guides");
        assertThat(stored.values()).isEmpty();
    }

    @Test
    void indexesValuesAsTheyAreAskedFor() {
        StoredDocument stored = StoredDocuments.of(USER, json("""
                {'userName':'u',
                 'emails':[{'value':'A@X','type':'Work'},{'value':'a@x','type':'work'},{'value':'b@x','primary':true},{'type':'home'}],
                 '%s':{'employeeNumber':'AB7','department':'d','manager':{'value':'2819C223-7F76-453A-919D-413861904646'}}}""".formatted(ENTERPRISE)));

        assertThat(stored.displayName()).isEmpty();
        assertThat(stored.values())
                .containsExactly(
                        new IndexedValue(IndexedAttribute.DISPLAY_NAME, "", Optional.empty()),
                        // The primary one stands first, whatever its place in the document.
                        new IndexedValue(IndexedAttribute.EMAIL, "", Optional.of("b@x")),
                        new IndexedValue(IndexedAttribute.EMAIL, "work", Optional.of("a@x")),
                        new IndexedValue(IndexedAttribute.EMPLOYEE_NUMBER, "", Optional.of("ab7")),
                        new IndexedValue(
                                IndexedAttribute.MANAGER, "", Optional.of("2819c223-7f76-453a-919d-413861904646")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'userName':'LONG'} | userName
            {'userName':'u','externalId':'LONG'} | externalId
            {'userName':'u','displayName':'LONG'} | displayName
            {'userName':'u','emails':[{'value':'LONG'}]} | emails.value
            {'userName':'u','emails':[{'value':'a','type':'LONG'}]} | emails.type
            {'userName':'u','urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'employeeNumber':'LONG'}} | employeeNumber
            {'userName':'u','urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'manager':{'value':'LONG'}}} | manager
            """)
    void refusesValueTooLongForItsIndex(String document, String attribute) {
        // 1,201 characters of two bytes each.
        ObjectNode tooLong = json(document.replace("LONG", "\u00e9".repeat(1_201)));
        ScimException refusal = catchThrowableOfType(ScimException.class, () -> StoredDocuments.of(USER, tooLong));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().scimType()).isEqualTo(ScimType.INVALID_VALUE);
        assertThat(refusal).hasMessageContaining(attribute).hasMessageContaining("bytes");
    }

    @Test
    void takesValueThatJustFits() {
        String fits = "\u00e9".repeat(1_200);

        assertThat(StoredDocuments.of(USER, json("{'userName':'" + fits + "'}")).uniqueKey())
                .isEqualTo(fits);
    }

    @Test
    void leavesOtherValuesAsLongAsTheyAre() {
        String text = "x".repeat(60_000);

        assertThat(StoredDocuments.of(USER, json("{'userName':'u','title':'" + text + "'}"))
                        .json())
                .contains(text);
    }

    @Test
    void refusesDocumentWithoutUniqueAttribute() {
        ScimException refusal =
                catchThrowableOfType(ScimException.class, () -> StoredDocuments.of(USER, json("{'title':'t'}")));

        assertThat(refusal).hasMessageContaining("userName");
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
