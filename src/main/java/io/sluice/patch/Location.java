package io.sluice.patch;

import io.sluice.schema.AttributeDefinition;

/**
 * Where an attribute stands in a document.
 *
 * @param extension the URN whose object holds the attribute, empty for the top of the document
 */
record Location(String extension, AttributeDefinition attribute) {}
