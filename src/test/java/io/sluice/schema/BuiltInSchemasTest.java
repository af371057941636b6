package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInSchemasTest {
    private static final ResourceTypes TYPES = BuiltInSchemas.resourceTypes();
    private static final ResourceType USER = TYPES.byName("User").orElseThrow();
    private static final ResourceType GROUP = TYPES.byName("Group").orElseThrow();

    @Test
    void servesUsersAndGroups() {
        assertThat(TYPES.all()).extracting(ResourceType::name).containsExactly("User", "Group");
        assertThat(TYPES.all()).extracting(ResourceType::endpoint).containsExactly("/Users", "/Groups");
        assertThat(USER.core().id()).isEqualTo("urn:ietf:params:scim:schemas:core:2.0:User");
        assertThat(GROUP.core().id()).isEqualTo("urn:ietf:params:scim:schemas:core:2.0:Group");
        assertThat(GROUP.extensions()).isEmpty();
        assertThat(USER.extensions()).singleElement().satisfies(extension -> {
            assertThat(extension.schema().id()).isEqualTo("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
            assertThat(extension.required()).isFalse();
        });
    }

    @Test
    void findsTypesByEndpointInExactCase() {
        assertThat(TYPES.byEndpoint("Users")).hasValue(USER);
        assertThat(TYPES.byEndpoint("Groups")).hasValue(GROUP);
        assertThat(Stream.of("users", "/Users", "sers", "", "User", "Users/"))
                .allSatisfy(segment -> assertThat(TYPES.byEndpoint(segment)).isEmpty());
        assertThat(TYPES.byName("user")).isEmpty();
    }

    @Test
    void coreUserHasTheAttributesOfTheStandardButNoPassword() {
        assertThat(USER.core().attributes())
                .extracting(AttributeDefinition::name)
                .containsExactly(
                        "userName",
                        "name",
                        "displayName",
                        "nickName",
                        "profileUrl",
                        "title",
                        "userType",
                        "preferredLanguage",
                        "locale",
                        "timezone",
                        "active",
                        "emails",
                        "phoneNumbers",
                        "ims",
                        "photos",
                        "addresses",
                        "groups",
                        "entitlements",
                        "roles",
                        "x509Certificates");
    }

    @Test
    void extensionAndGroupHaveTheAttributesOfTheStandard() {
        assertThat(USER.extensions().getFirst().schema().attributes())
                .extracting(AttributeDefinition::name)
                .containsExactly("employeeNumber", "costCenter", "organization", "division", "department", "manager");
        assertThat(GROUP.core().attributes())
                .extracting(AttributeDefinition::name)
                .containsExactly("displayName", "members");
    }

    @ParameterizedTest
    @CsvSource({
        "name, formatted familyName givenName middleName honorificPrefix honorificSuffix",
        "emails, value display type primary",
        "phoneNumbers, value display type primary",
        "ims, value display type primary",
        "photos, value display type primary",
        "addresses, formatted streetAddress locality region postalCode country type primary",
        "groups, value $ref display type",
        "entitlements, value display type primary",
        "roles, value display type primary",
        "x509Certificates, value display type primary",
        "manager, value $ref displayName"
    })
    void complexAttributesHaveTheirParts(String attribute, String parts) {
        assertThat(user(attribute).attribute().subAttributes())
                .extracting(AttributeDefinition::name)
                .containsExactly(parts.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "emails.type, work home other",
        "phoneNumbers.type, work home mobile fax pager other",
        "addresses.type, work home other",
        "ims.type, aim gtalk icq xmpp msn skype qq yahoo other",
        "photos.type, photo thumbnail",
        "groups.type, direct indirect"
    })
    void suggestsValuesForTypes(String path, String values) {
        assertThat(user(path).leaf().canonicalValues()).containsExactly(values.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "userName, false",
        "emails.value, false",
        "displayName, false",
        "employeeNumber, false",
        "manager.value, true",
        "manager.$ref, true",
        "profileUrl, true",
        "photos.value, true",
        "groups.$ref, true",
        "x509Certificates.value, true",
        "externalId, true",
        "id, true"
    })
    void caseCountsForIdentifiersReferencesAndBinaries(String path, boolean caseExact) {
        assertThat(user(path).leaf().caseExact()).isEqualTo(caseExact);
    }

    @ParameterizedTest
    @CsvSource({"profileUrl, external", "photos.value, external", "groups.$ref, Group", "manager.$ref, User"})
    void referencesSayWhatTheyReferTo(String path, String referenceType) {
        assertThat(user(path).leaf().type()).isEqualTo(AttributeType.REFERENCE);
        assertThat(user(path).leaf().referenceTypes()).containsExactly(referenceType);
    }

    @Test
    void onlyUserNameIsRequiredOfAUserAndItIsUnique() {
        assertThat(USER.core().attributes().stream().filter(AttributeDefinition::required))
                .singleElement()
                .satisfies(attribute -> {
                    assertThat(attribute.name()).isEqualTo("userName");
                    assertThat(attribute.uniqueness()).isEqualTo(Uniqueness.SERVER);
                });
        assertThat(USER.extensions().getFirst().schema().attributes()).noneMatch(AttributeDefinition::required);
    }

    @Test
    void clientsCannotChangeWhatTheServerDerives() {
        AttributeDefinition groups = user("groups").attribute();

        assertThat(groups.mutability()).isEqualTo(Mutability.READ_ONLY);
        assertThat(groups.subAttributes()).allMatch(sub -> sub.mutability() == Mutability.READ_ONLY);
        assertThat(user("manager.displayName").leaf().mutability()).isEqualTo(Mutability.READ_ONLY);
        assertThat(user("manager.value").leaf().mutability()).isEqualTo(Mutability.READ_WRITE);
    }

    @Test
    void groupRequiresANameAndItsMembersComeAndGoButDoNotChange() {
        AttributeDefinition displayName = GROUP.core().attribute("displayName").orElseThrow();
        AttributeDefinition members = GROUP.core().attribute("members").orElseThrow();

        assertThat(displayName.required()).isTrue();
        assertThat(members.multiValued()).isTrue();
        assertThat(members.mutability()).isEqualTo(Mutability.READ_WRITE);
        assertThat(members.subAttributes())
                .extracting(AttributeDefinition::name)
                .containsExactly("value", "$ref", "display", "type");
        assertThat(members.subAttributes()).allMatch(sub -> sub.mutability() == Mutability.IMMUTABLE);
        assertThat(members.subAttribute("type").orElseThrow().canonicalValues()).containsExactly("User", "Group");
        assertThat(members.subAttribute("$ref").orElseThrow().referenceTypes()).isEqualTo(List.of("User", "Group"));
    }

    private static ResolvedAttribute.Plain user(String path) {
        return (ResolvedAttribute.Plain)
                AttributePath.parse(path).flatMap(USER::resolve).orElseThrow();
    }
}
