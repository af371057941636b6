package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BASE = "https://scim.example.com/scim/v2";
    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Discovery discovery = new Discovery(
            BASE, BuiltInSchemas.resourceTypes(), new ServiceLimits(200, 100, 86_400, 10_000, 16_777_216));

    @Test
    void listsEverySchemaOnOnePage() {
        JsonNode list = discovery.schemas();

        assertList(list, 3);
        assertThat(list.findValuesAsText("id")).containsExactly(USER, ENTERPRISE, GROUP);
    }

    @ParameterizedTest
    @CsvSource({USER + ",user.json", ENTERPRISE + ",enterprise-user.json", GROUP + ",group.json"})
    void publishesASchemaJustAsItsDocumentDefinesIt(String urn, String resource) throws IOException {
        ObjectNode published = discovery.schema(urn).orElseThrow();

        assertThat(published.remove("schemas").toString())
                .isEqualTo("[\"urn:ietf:params:scim:schemas:core:2.0:Schema\"]");
        assertThat(published.remove("meta"))
                .isEqualTo(MAPPER.readTree(
                        "{\"resourceType\":\"Schema\",\"location\":\"" + BASE + "/Schemas/" + urn + "\"}"));
        // Compared as text, so that the order of the keys counts too.
        assertThat(published.toString())
                .isEqualTo(MAPPER.readTree(Discovery.class.getResourceAsStream(resource))
                        .toString());
    }

    @Test
    void everyPublishedAttributeHasItsCharacteristicsAndNoNull() {
        List<JsonNode> attributes = Stream.concat(
                        discovery.schemas().findValues("attributes").stream(),
                        discovery.schemas().findValues("attributes").stream()
                                .flatMap(list -> list.findValues("subAttributes").stream()))
                .flatMap(JsonNode::valueStream)
                .toList();

        assertThat(attributes).hasSizeGreaterThan(80).allSatisfy(attribute -> {
            assertThat(attribute.propertyStream().map(Map.Entry::getKey))
                    .contains("name", "type", "multiValued", "description", "required", "caseExact", "mutability")
                    .contains("returned", "uniqueness");
            assertThat(attribute.get("mutability").asText())
                    .isIn(Set.of("readOnly", "readWrite", "immutable", "writeOnly"));
            assertThat(attribute.get("type").asText()).isIn("string", "boolean", "binary", "reference", "complex");
            assertThat(attribute.valueStream()).noneMatch(JsonNode::isNull);
        });
        assertThat(discovery.schemas().toString()).doesNotContain("password").doesNotContain("null");
    }

    @Test
    void findsASchemaWhateverTheCaseOfItsUrn() {
        assertThat(discovery.schema("URN:ietf:params:scim:schemas:CORE:2.0:user"))
                .hasValueSatisfying(
                        schema -> assertThat(schema.get("id").textValue()).isEqualTo(USER));
    }

    @Test
    void hasNoOtherSchemasThanThoseOfResources() {
        assertThat(discovery.schema("urn:ietf:params:scim:schemas:core:2.0:Device"))
                .isEmpty();
        assertThat(discovery.schema("urn:ietf:params:scim:api:messages:2.0:ListResponse"))
                .isEmpty();
        assertThat(discovery.schema("")).isEmpty();
    }

    @Test
    void listsResourceTypes() throws JsonProcessingException {
        JsonNode list = discovery.resourceTypes();

        assertList(list, 2);
        ObjectNode user = list.at("/Resources/0").deepCopy();
        assertThat(user.remove("description").textValue()).isNotBlank();
        assertThat(user).isEqualTo(MAPPER.readTree("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
                 "id": "User", "name": "User", "endpoint": "/Users",
                 "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
                 "schemaExtensions": [
                   {"schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "required": false}],
                 "meta": {"resourceType": "ResourceType",
                          "location": "https://scim.example.com/scim/v2/ResourceTypes/User"}}
                """));
    }

    @Test
    void findsOneResourceType() throws JsonProcessingException {
        ObjectNode group = discovery.resourceType("Group").orElseThrow();

        assertThat(group.remove("description").textValue()).isNotBlank();
        assertThat(group).isEqualTo(MAPPER.readTree("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
                 "id": "Group", "name": "Group", "endpoint": "/Groups",
                 "schema": "urn:ietf:params:scim:schemas:core:2.0:Group",
                 "meta": {"resourceType": "ResourceType",
                          "location": "https://scim.example.com/scim/v2/ResourceTypes/Group"}}
                """));
        assertThat(discovery.resourceType("Device")).isEmpty();
    }

    @Test
    void announcesOnlyWhatWorks() throws JsonProcessingException {
        ObjectNode config = discovery.serviceProviderConfig();

        ObjectNode scheme = (ObjectNode) config.remove("authenticationSchemes").get(0);
        assertThat(scheme.get("type").textValue()).isEqualTo("oauthbearertoken");
        assertThat(scheme.get("name").textValue()).isNotBlank();
        assertThat(scheme.get("description").textValue()).isNotBlank();
        assertThat(scheme.get("primary").booleanValue()).isTrue();
        assertThat(config).isEqualTo(MAPPER.readTree("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
                 "patch": {"supported": true},
                 "bulk": {"supported": true, "maxOperations": 10000, "maxPayloadSize": 16777216},
                 "filter": {"supported": true, "maxResults": 200},
                 "pagination": {"cursor": true, "index": true, "defaultPaginationMethod": "index", "defaultPageSize": 100,
                                "maxPageSize": 200, "cursorTimeout": 86400},
                 "changePassword": {"supported": false},
                 "sort": {"supported": true},
                 "etag": {"supported": true},
                 "meta": {"resourceType": "ServiceProviderConfig",
                          "location": "https://scim.example.com/scim/v2/ServiceProviderConfig"}}
                """));
    }

    @Test
    void givesEachCallerADocumentOfItsOwn() {
        discovery.schema(USER).orElseThrow().removeAll();

        assertThat(discovery.schema(USER).orElseThrow().size()).isEqualTo(6);
    }

    private static void assertList(JsonNode list, int size) {
        assertThat(list.at("/schemas/0").textValue()).isEqualTo("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        assertThat(list.get("totalResults").intValue()).isEqualTo(size);
        assertThat(list.get("itemsPerPage").intValue()).isEqualTo(size);
        assertThat(list.get("startIndex").intValue()).isEqualTo(1);
        assertThat(list.get("Resources").size()).isEqualTo(size);
    }
}
