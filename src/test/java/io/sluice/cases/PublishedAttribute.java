package io.sluice.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An attribute or sub-attribute of a resource type as the running gateway publishes it (RFC 7643 section 7), or one of the common ones
 * that no schema lists.
 *
 * @param endpoint of the resource type, for example {@code /Users}
 * @param core URN of the type's core schema
 * @param extension URN of the extension that has the attribute, empty for the core schema
 * @param sub missing where the attribute as a whole is meant
 */
record PublishedAttribute(String endpoint, String core, String extension, JsonNode attribute, JsonNode sub) {
    /** RFC 7643 section 3.1, and the password of section 4.1.1, which is taken though not published. */
    private static final String COMMON = """
            [{"name": "id", "type": "string", "mutability": "readOnly"},
             {"name": "externalId", "type": "string", "mutability": "readWrite"},
             {"name": "meta", "type": "complex", "mutability": "readOnly", "subAttributes": [
              {"name": "resourceType", "type": "string", "mutability": "readOnly"},
              {"name": "created", "type": "dateTime", "mutability": "readOnly"},
              {"name": "lastModified", "type": "dateTime", "mutability": "readOnly"},
              {"name": "location", "type": "reference", "mutability": "readOnly"},
              {"name": "version", "type": "string", "mutability": "readOnly"}]},
             {"name": "password", "type": "string", "mutability": "writeOnly", "returned": "never"}]
            """;

    /** What may be done with it. */
    enum Rule {
        WRITABLE,
        READ_ONLY,
        IMMUTABLE,
        NEVER_RETURNED
    }

    /** All of them, from /ResourceTypes and /Schemas. */
    static List<PublishedAttribute> all(ScimClient client) {
        List<PublishedAttribute> all = new ArrayList<>();
        for (JsonNode type : get(client, "/ResourceTypes").path("Resources")) {
            String endpoint = type.path("endpoint").asText();
            String core = type.path("schema").asText();
            add(all, endpoint, core, "", common());
            add(all, endpoint, core, "", get(client, "/Schemas/" + core).path("attributes"));
            for (JsonNode extension : type.path("schemaExtensions")) {
                String urn = extension.path("schema").asText();
                add(all, endpoint, core, urn, get(client, "/Schemas/" + urn).path("attributes"));
            }
        }
        return all;
    }

    private static void add(
            List<PublishedAttribute> all, String endpoint, String core, String extension, JsonNode attributes) {
        for (JsonNode attribute : attributes) {
            all.add(new PublishedAttribute(endpoint, core, extension, attribute, MissingNode.getInstance()));
            for (JsonNode sub : attribute.path("subAttributes")) {
                all.add(new PublishedAttribute(endpoint, core, extension, attribute, sub));
            }
        }
    }

    private static JsonNode get(ScimClient client, String path) {
        return client.send(Step.get(path)).body();
    }

    private static JsonNode common() {
        try {
            return new ObjectMapper().readTree(COMMON);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String name() {
        return attribute.path("name").asText();
    }

    String subName() {
        return sub.path("name").asText();
    }

    boolean isSub() {
        return !sub.isMissingNode();
    }

    boolean isMultiValued() {
        return attribute.path("multiValued").asBoolean();
    }

    boolean isMembers() {
        return name().equals("members");
    }

    /** The definition whose type and mutability apply. */
    JsonNode leaf() {
        return isSub() ? sub : attribute;
    }

    Rule rule() {
        if (leaf().path("returned").asText().equals("never")) {
            return Rule.NEVER_RETURNED;
        }
        if (attribute.path("mutability").asText().equals("readOnly")) {
            return Rule.READ_ONLY;
        }
        return switch (leaf().path("mutability").asText()) {
            case "readOnly" -> Rule.READ_ONLY;
            case "immutable" -> Rule.IMMUTABLE;
            case "readWrite" -> Rule.WRITABLE;
            default -> throw new IllegalStateException("mutability of " + this);
        };
    }

    /** The path of a PATCH; {@code selector} chooses the element where the attribute is multi-valued. */
    String path(String selector) {
        return name() + (isSub() ? selector + "." + subName() : "");
    }

    String qualified(String path) {
        return (extension.isEmpty() ? core : extension) + ":" + path;
    }

    /** The names in capitals; what stands between quotation marks stays. */
    static String inOtherCase(String path) {
        StringBuilder other = new StringBuilder();
        boolean quoted = false;
        for (String part : path.split("\"", -1)) {
            other.append(quoted ? "\"" + part + "\"" : part.toUpperCase(Locale.ROOT));
            quoted = !quoted;
        }
        return other.toString();
    }

    @Override
    public String toString() {
        return endpoint.substring(1) + " " + (extension.isEmpty() ? "" : "extension ") + path("");
    }
}
