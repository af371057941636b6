package io.sluice.schema;

import java.util.List;
import java.util.Optional;

/** A schema (RFC 7643 section 7): its URN and its attributes, without the common ones of section 3.1. */
public record SchemaDefinition(String id, String name, String description, List<AttributeDefinition> attributes) {
    public SchemaDefinition {
        attributes = List.copyOf(attributes);
    }

    /** The attribute of that name, whatever its case. */
    public Optional<AttributeDefinition> attribute(String name) {
        return AttributeDefinition.named(name, attributes);
    }
}
