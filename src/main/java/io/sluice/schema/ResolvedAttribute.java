package io.sluice.schema;

import java.util.Optional;

/**
 * What an {@link AttributePath} means for a resource type.
 *
 * <p>{@code Whole} is a schema, most often an extension, named as a whole by its URN. {@code Plain} is an attribute; {@code sub} is its
 * sub-attribute where the path named one. {@code extension} is the extension's URN, empty for attributes of the core schema and the
 * common ones: they stand at the top of the document, the others in the object that the URN names.
 */
public sealed interface ResolvedAttribute {

    record Whole(SchemaDefinition schema) implements ResolvedAttribute {}

    record Plain(String extension, AttributeDefinition attribute, Optional<AttributeDefinition> sub)
            implements ResolvedAttribute {
        /** The definition whose type and case rule apply: the sub-attribute where there is one. */
        public AttributeDefinition leaf() {
            return sub.orElse(attribute);
        }

        /** In the schema's letters; only an extension's attribute has a URN. */
        public AttributePath path() {
            return new AttributePath(
                    extension,
                    attribute.name(),
                    sub.map(AttributeDefinition::name).orElse(""));
        }
    }
}
