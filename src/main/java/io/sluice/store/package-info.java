/**
 * The storage contract: interfaces and their values, the tenant first in every method, no SQL. May use {@code scim},
 * {@code schema}, {@code filter}, {@code patch} (the membership delta) and Vert.x futures. Start at {@link io.sluice.store.ResourceStore}.
 */
@NullMarked
package io.sluice.store;

import org.jspecify.annotations.NullMarked;
