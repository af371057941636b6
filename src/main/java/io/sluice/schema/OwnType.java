package io.sluice.schema;

import static io.sluice.schema.OwnSchema.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource type as a tenant defines it (RFC 7643 section 6), by the URNs of its schemas: one of its own, or extensions of its own for a
 * built-in one. Every refusal is an {@link IllegalArgumentException} that says why.
 *
 * @param endpoint with its slash; empty, like {@code schema}, for a built-in type
 * @param extensions those of the tenant only
 */
public record OwnType(String name, String endpoint, String description, String schema, List<Extension> extensions) {
    private static final Set<String> KEYS =
            Set.of("schemas", "meta", "id", "name", "endpoint", "description", "schema", "schemaExtensions");
    private static final Set<String> RESERVED =
            Set.of("/me", "/bulk", "/serviceproviderconfig", "/resourcetypes", "/schemas");
    private static final int LONGEST = 64;

    public OwnType {
        extensions = List.copyOf(extensions);
    }

    /** @param schema its URN */
    public record Extension(String schema, boolean required) {}

    /** @param name by which it is addressed; the document may leave it out, but not contradict it */
    public static OwnType read(String name, JsonNode document) {
        check(document.isObject(), "A resource type must be a JSON object (RFC 7643 section 6).");
        for (Map.Entry<String, JsonNode> entry : document.properties()) {
            check(KEYS.contains(entry.getKey()), name + ": " + entry.getKey() + " does not belong here");
        }
        check(isName(name), "name: a letter and then letters and digits, " + LONGEST + " at most");
        check(text(document, "name", name).equals(name), "name: the address says " + name);
        check(text(document, "id", name).equals(name), "id: the address says " + name);
        List<Extension> extensions = extensions(document.path("schemaExtensions"), name);
        String description = text(document, "description", name);
        String endpoint = text(document, "endpoint", "");
        String schema = text(document, "schema", "");
        Optional<ResourceType> builtIn = BuiltInSchemas.resourceTypes().byName(name);
        if (builtIn.isPresent()) {
            return extending(builtIn.get(), endpoint, schema, extensions);
        }
        check(!endpoint.isEmpty(), name + ": endpoint is missing, for example /" + name + "s");
        check(!schema.isEmpty(), name + ": schema is missing, the URN of its core schema");
        check(
                endpoint.startsWith("/") && isName(endpoint.substring(1)) && !isReserved(endpoint),
                name + ": endpoint must be a slash and a name that is not taken, for example /" + name + "s");
        return new OwnType(name, endpoint, description, schema, extensions);
    }

    public ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("name", name).put("description", description);
        if (!endpoint.isEmpty()) {
            json.put("endpoint", endpoint).put("schema", schema);
        }
        ArrayNode list = json.putArray("schemaExtensions");
        extensions.forEach(
                extension -> list.addObject().put("schema", extension.schema()).put("required", extension.required()));
        return json;
    }

    /** Whether it uses the schema in any way. */
    public boolean uses(String urn) {
        return schema.equalsIgnoreCase(urn)
                || extensions.stream().anyMatch(extension -> extension.schema().equalsIgnoreCase(urn));
    }

    /** What such a type has built in may be repeated, and nothing of it changed. */
    private static OwnType extending(ResourceType builtIn, String endpoint, String schema, List<Extension> extensions) {
        check(
                endpoint.isEmpty() || endpoint.equals(builtIn.endpoint()),
                builtIn.name() + ": endpoint is " + builtIn.endpoint() + " and stays");
        check(
                schema.isEmpty() || schema.equalsIgnoreCase(builtIn.core().id()),
                builtIn.name() + ": schema is " + builtIn.core().id() + " and stays");
        List<Extension> own = extensions.stream()
                .filter(extension -> builtIn.extensions().stream()
                        .noneMatch(has -> has.schema().id().equalsIgnoreCase(extension.schema())))
                .toList();
        return new OwnType(builtIn.name(), "", builtIn.description(), "", own);
    }

    private static List<Extension> extensions(JsonNode list, String name) {
        check(list.isMissingNode() || list.isArray(), name + ": schemaExtensions must be a list");
        List<Extension> extensions = new ArrayList<>();
        for (JsonNode node : list) {
            JsonNode required = node.path("required");
            check(
                    node.isObject()
                            && node.path("schema").isTextual()
                            && (required.isMissingNode() || required.isBoolean())
                            && node.size() == (required.isMissingNode() ? 1 : 2),
                    name
                            + ": each of schemaExtensions has schema, a URN, and required, true or false, and nothing else");
            extensions.add(new Extension(node.path("schema").textValue(), required.asBoolean(false)));
        }
        return extensions;
    }

    private static String text(JsonNode document, String key, String absent) {
        JsonNode value = document.path(key);
        check(value.isMissingNode() || value.isTextual(), key + " must be a text");
        return value.isTextual() ? value.textValue() : absent;
    }

    private static boolean isReserved(String endpoint) {
        return RESERVED.contains(endpoint.toLowerCase(java.util.Locale.ROOT));
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && isLetter(text.charAt(0))
                && text.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9'));
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
