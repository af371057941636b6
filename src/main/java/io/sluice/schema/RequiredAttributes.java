package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.ScimProblem;
import java.util.function.Function;

/** Whether a document has what its schemas require (RFC 7643 section 2.2, required). A text of blanks alone is no value. */
final class RequiredAttributes {
    private RequiredAttributes() {}

    /** @param missing the problem for an attribute or extension that is absent, made from a message; blank text is always invalidValue */
    static void check(ResourceType type, ObjectNode document, Function<String, ScimProblem> missing) {
        check(type.core(), document, missing);
        for (SchemaExtension extension : type.extensions()) {
            JsonNode inner = document.path(extension.schema().id());
            if (!inner.isMissingNode()) {
                check(extension.schema(), inner, missing);
            } else if (extension.required()) {
                throw missing.apply(extension.schema().id() + " is required.").exception();
            }
        }
    }

    private static void check(SchemaDefinition schema, JsonNode holder, Function<String, ScimProblem> missing) {
        for (AttributeDefinition attribute : schema.attributes()) {
            if (!attribute.required() || !AttributeValues.isWritable(attribute)) {
                continue;
            }
            JsonNode value = holder.path(attribute.name());
            if (value.isMissingNode()) {
                throw missing.apply(attribute.name() + " is required.").exception();
            }
            if (value.isTextual() && value.textValue().isBlank()) {
                throw ScimProblem.invalidValue(attribute.name() + " must not be blank.")
                        .exception();
            }
        }
    }
}
