package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.ScimProblem;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the names of a client's resource into the shape of a document; the values stay as they came. A name may be plain, in any case,
 * dotted ({@code name.givenName}), qualified by a URN, or a URN that holds an object.
 */
final class BodyAttributes {
    private final ResourceType type;
    private final IgnoredNames ignored;
    private final ObjectNode named = JsonNodeFactory.instance.objectNode();

    private BodyAttributes(ResourceType type, IgnoredNames ignored) {
        this.type = type;
        this.ignored = ignored;
    }

    /** The values under their names in the schema, those of an extension in an object under its URN. Values are shared with the body. */
    static ObjectNode named(ResourceType type, JsonNode body, IgnoredNames ignored) {
        if (!body.isObject()) {
            throw ScimProblem.invalidSyntax("The body must be a JSON object.").exception();
        }
        BodyAttributes attributes = new BodyAttributes(type, ignored);
        for (Map.Entry<String, JsonNode> field : ObjectFields.of(body, "The resource")) {
            attributes.take(AttributePath.parse(field.getKey()), field.getKey(), field.getValue());
        }
        return attributes.named;
    }

    private void take(Optional<AttributePath> path, String name, JsonNode value) {
        Optional<ResolvedAttribute> resolved = path.flatMap(type::resolve);
        if (resolved.isEmpty()) {
            ignored.add(name);
            return;
        }
        switch (resolved.get()) {
            case ResolvedAttribute.Whole whole -> takeAll(whole.schema(), value);
            case ResolvedAttribute.Plain plain -> take(plain, value);
        }
    }

    private void takeAll(SchemaDefinition schema, JsonNode value) {
        if (AttributeValues.isUnassigned(value)) {
            return;
        }
        if (!value.isObject()) {
            throw ScimProblem.invalidValue(schema.id() + " must be an object of the attributes of that schema.")
                    .exception();
        }
        for (Map.Entry<String, JsonNode> field : ObjectFields.of(value, schema.id())) {
            Optional<AttributePath> path = AttributePath.parse(field.getKey())
                    .filter(plain -> plain.urn().isEmpty())
                    .map(plain -> new AttributePath(schema.id(), plain.name(), plain.sub()));
            take(path, schema.id() + ":" + field.getKey(), field.getValue());
        }
    }

    private void take(ResolvedAttribute.Plain plain, JsonNode value) {
        if (plain.attribute().equals(CommonAttributes.SCHEMAS)) {
            checkSchemas(value);
            return;
        }
        ObjectNode holder = plain.extension().isEmpty() ? named : named.withObjectProperty(plain.extension());
        String name = plain.attribute().name();
        JsonNode known = holder.path(name);
        if (plain.sub().isPresent()) {
            ObjectNode object = holder.objectNode();
            if (known instanceof ObjectNode given) {
                object.setAll(given);
            }
            object.set(plain.sub().get().name(), value);
            holder.set(name, object);
        } else if (known.isMissingNode() || !AttributeValues.isUnassigned(value)) {
            // Entra sends nulls at the top for attributes that it also sends in their extension's object.
            holder.set(name, value);
        }
    }

    /** {@code schemas} is computed from the data; what the client lists is only held against this resource type. */
    private void checkSchemas(JsonNode schemas) {
        if (schemas.isNull()) {
            return;
        }
        if (!schemas.isArray()) {
            throw ScimProblem.invalidSyntax("schemas must be a list of schema URNs.")
                    .exception();
        }
        boolean known = schemas.isEmpty();
        for (JsonNode urn : schemas) {
            if (!urn.isTextual()) {
                throw ScimProblem.invalidSyntax("schemas must be a list of schema URNs, each a string.")
                        .exception();
            }
            known |= type.schemas().anyMatch(schema -> schema.id().equalsIgnoreCase(urn.textValue()));
        }
        if (!known) {
            throw ScimProblem.invalidValue("schemas names no schema of a " + type.name() + "; "
                            + type.core().id() + " is expected.")
                    .exception();
        }
    }
}
