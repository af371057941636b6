/**
 * What a resource may look like (RFC 7643): attribute definitions, the built-in schemas and resource types, the reader that turns
 * a client's body into the canonical document, and projection. Pure; may use {@code scim} and Jackson.
 * Start at {@link io.sluice.schema.ResourceType}.
 */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
