/**
 * Many operations in one request (RFC 7644 section 3.7), on a thread and connections of their own: reads the request, orders it by its
 * references, and runs each operation through the classes of {@code operation}. May use {@code scim}, {@code schema}, {@code store},
 * {@code operation}, {@code telemetry} and the core of Vert.x. Start at {@link io.sluice.bulk.BulkVerticle}, then {@link io.sluice.bulk.BulkRun}.
 */
@NullMarked
package io.sluice.bulk;

import org.jspecify.annotations.NullMarked;
