package io.sluice.schema;

/** A schema that a resource type may (or must) carry beside its core schema (RFC 7643 section 6). */
public record SchemaExtension(SchemaDefinition schema, boolean required) {}
