/**
 * Filters and paths (RFC 7644 section 3.4.2.2 and 3.5.2): lexer, parser, the sealed tree, and the in-memory match that PATCH value paths
 * need. Pure; may use {@code scim} and {@code schema}. Stored resources are never matched here: {@code store.pg} compiles the same tree
 * to SQL. Start at {@link io.sluice.filter.FilterParser}.
 */
@NullMarked
package io.sluice.filter;

import org.jspecify.annotations.NullMarked;
