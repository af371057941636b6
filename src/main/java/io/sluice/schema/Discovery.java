package io.sluice.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Messages;
import java.util.List;
import java.util.Optional;

/**
 * The documents of the discovery endpoints (RFC 7644 section 4), made from the same definitions that requests are checked against. They
 * tell of no tenant, and announce only what works. Every call makes a new document, which is the caller's own.
 */
public final class Discovery {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
    private static final String BEARER_SPECIFICATION = "https://www.rfc-editor.org/info/rfc6750";

    private final String baseUrl;
    private final ResourceTypes types;
    private final ServiceLimits limits;

    /** @param baseUrl what {@code /Users} is appended to, for example {@code https://host/scim/v2} */
    public Discovery(String baseUrl, ResourceTypes types, ServiceLimits limits) {
        this.baseUrl = baseUrl;
        this.types = types;
        this.limits = limits;
    }

    /** {@code /Schemas}: the schemas of resources; those of messages are none (RFC 7644 section 3.1). */
    public ObjectNode schemas() {
        return list(types.schemas().map(this::document).toList());
    }

    /** {@code /Schemas/{urn}}; empty where the URN, whatever its case, is no schema of a resource. */
    public Optional<ObjectNode> schema(String urn) {
        return types.schemas()
                .filter(schema -> schema.id().equalsIgnoreCase(urn))
                .findFirst()
                .map(this::document);
    }

    /** {@code /ResourceTypes}. */
    public ObjectNode resourceTypes() {
        return list(types.all().stream().map(this::document).toList());
    }

    /** {@code /ResourceTypes/{name}}; case counts. */
    public Optional<ObjectNode> resourceType(String name) {
        return types.byName(name).map(this::document);
    }

    /** {@code /ServiceProviderConfig} (RFC 7643 section 5). */
    public ObjectNode serviceProviderConfig() {
        ObjectNode config = resource("ServiceProviderConfig");
        config.putObject("patch").put("supported", true);
        config.putObject("bulk")
                .put("supported", true)
                .put("maxOperations", limits.bulkOperations())
                .put("maxPayloadSize", limits.bulkPayloadBytes());
        config.putObject("filter").put("supported", true).put("maxResults", limits.maxResults());
        config.putObject("changePassword").put("supported", false);
        config.putObject("sort").put("supported", true);
        config.putObject("etag").put("supported", true);
        // RFC 9865 section 4.
        config.putObject("pagination")
                .put("cursor", true)
                .put("index", true)
                .put("defaultPaginationMethod", "index")
                .put("defaultPageSize", limits.defaultPageSize())
                .put("maxPageSize", limits.maxResults())
                .put("cursorTimeout", limits.cursorSeconds());
        config.putArray("authenticationSchemes")
                .addObject()
                .put("type", "oauthbearertoken")
                .put("name", "OAuth Bearer Token")
                .put(
                        "description",
                        "A secret token or an access token in the Authorization header, after the word Bearer")
                .put("specUri", BEARER_SPECIFICATION)
                .put("primary", true);
        return withMeta(config, "ServiceProviderConfig", "/ServiceProviderConfig");
    }

    private ObjectNode document(ResourceType type) {
        ObjectNode document = resource("ResourceType")
                .put("id", type.name())
                .put("name", type.name())
                .put("description", type.description())
                .put("endpoint", type.endpoint())
                .put("schema", type.core().id());
        if (!type.extensions().isEmpty()) {
            ArrayNode extensions = document.putArray("schemaExtensions");
            for (SchemaExtension extension : type.extensions()) {
                extensions.addObject().put("schema", extension.schema().id()).put("required", extension.required());
            }
        }
        return withMeta(document, "ResourceType", "/ResourceTypes/" + type.name());
    }

    private ObjectNode document(SchemaDefinition schema) {
        ObjectNode document = SchemaJson.addTo(resource("Schema"), schema);
        return withMeta(document, "Schema", "/Schemas/" + schema.id());
    }

    private static ObjectNode resource(String kind) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("schemas").add(CORE + kind);
        return node;
    }

    private ObjectNode withMeta(ObjectNode node, String kind, String path) {
        node.putObject("meta").put("resourceType", kind).put("location", baseUrl + path);
        return node;
    }

    private static ObjectNode list(List<ObjectNode> resources) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add(Messages.LIST_RESPONSE);
        list.put("totalResults", resources.size())
                .put("itemsPerPage", resources.size())
                .put("startIndex", 1);
        list.putArray("Resources").addAll(resources);
        return list;
    }
}
