package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTypeTest {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final ResourceType USER =
            BuiltInSchemas.resourceTypes().byName("User").orElseThrow();
    private static final ResourceType GROUP =
            BuiltInSchemas.resourceTypes().byName("Group").orElseThrow();

    @ParameterizedTest
    @CsvSource({
        "userName, userName, ''",
        "USERNAME, userName, ''",
        "name.givenName, name, givenName",
        "Name.GIVENNAME, name, givenName",
        "emails.value, emails, value",
        "groups.$ref, groups, $ref",
        "id, id, ''",
        "EXTERNALID, externalId, ''",
        "meta.lastModified, meta, lastModified",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName, userName, ''",
        "URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:USERNAME, userName, ''",
        "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName, name, familyName",
        "urn:ietf:params:scim:schemas:core:2.0:User:id, id, ''"
    })
    void resolvesCoreAndCommonAttributesWhateverTheirCase(String text, String attribute, String sub) {
        assertThat(resolve(USER, text)).hasValueSatisfying(resolved -> assertPlain(resolved, "", attribute, sub));
    }

    @ParameterizedTest
    @CsvSource({
        "manager, manager, ''",
        "manager.value, manager, value",
        "Department, department, ''",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager, manager, ''",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName, manager, displayName",
        "Urn:Ietf:Params:Scim:Schemas:Extension:Enterprise:2.0:user:EMPLOYEENUMBER, employeeNumber, ''"
    })
    void resolvesAttributesOfAnExtensionWithAndWithoutItsUrn(String text, String attribute, String sub) {
        assertThat(resolve(USER, text))
                .hasValueSatisfying(resolved -> assertPlain(resolved, ENTERPRISE, attribute, sub));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENTERPRISE, "URN:IETF:PARAMS:SCIM:SCHEMAS:EXTENSION:ENTERPRISE:2.0:USER"})
    void knowsAnExtensionNamedAsAWhole(String text) {
        assertThat(resolve(USER, text))
                .hasValueSatisfying(resolved -> assertThat(resolved)
                        .isInstanceOfSatisfying(
                                ResolvedAttribute.Whole.class,
                                whole -> assertThat(whole.schema().id()).isEqualTo(ENTERPRISE)));
    }

    @Test
    void knowsTheCoreSchemaNamedAsAWhole() {
        assertThat(resolve(USER, CORE)).containsInstanceOf(ResolvedAttribute.Whole.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shoeSize",
                "password",
                "name.shoeSize",
                "userName.value",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:shoeSize",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:userName",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:id",
                "urn:ietf:params:scim:schemas:core:2.0:User:manager",
                "urn:ietf:params:scim:schemas:core:2.0:Group:displayName",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0User:manager",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0"
            })
    void resolvesNothingThatTheTypeDoesNotHave(String text) {
        assertThat(resolve(USER, text)).isEmpty();
    }

    @Test
    void keepsTheAttributesOfTypesApart() {
        assertThat(resolve(GROUP, "members.value"))
                .hasValueSatisfying(resolved -> assertPlain(resolved, "", "members", "value"));
        assertThat(resolve(GROUP, "userName")).isEmpty();
        assertThat(resolve(GROUP, ENTERPRISE + ":manager")).isEmpty();
        assertThat(resolve(USER, "members")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"u\u017ferName", "n\u0131ckName", "\u212Aind", "nic\u212AName", "active\u0000"})
    void doesNotTakeForeignLettersForAsciiOnes(String name) {
        assertThat(USER.resolve(AttributePath.of(name))).isEmpty();
    }

    @Test
    void leafIsTheSubAttributeWhereThereIsOne() {
        ResolvedAttribute.Plain manager =
                (ResolvedAttribute.Plain) resolve(USER, "manager.value").orElseThrow();

        assertThat(manager.leaf().name()).isEqualTo("value");
        assertThat(manager.leaf().caseExact()).isTrue();
    }

    private static Optional<ResolvedAttribute> resolve(ResourceType type, String text) {
        return AttributePath.parse(text).flatMap(type::resolve);
    }

    private static void assertPlain(ResolvedAttribute resolved, String extension, String attribute, String sub) {
        assertThat(resolved).isInstanceOfSatisfying(ResolvedAttribute.Plain.class, plain -> {
            assertThat(plain.extension()).isEqualTo(extension);
            assertThat(plain.attribute().name()).isEqualTo(attribute);
            assertThat(plain.sub().map(AttributeDefinition::name).orElse("")).isEqualTo(sub);
        });
    }
}
