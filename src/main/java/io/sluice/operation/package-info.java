/**
 * One class per SCIM operation: the rules of RFC 7644 between a decoded request and the store. May use {@code scim},
 * {@code schema}, {@code filter}, {@code patch}, {@code store}, {@code telemetry}, and of Vert.x only futures.
 */
@NullMarked
package io.sluice.operation;

import org.jspecify.annotations.NullMarked;
