/**
 * The administration API on a port of its own: tenants, their tokens and profiles, never a tenant's directory. May use {@code config},
 * {@code scim} (problems, JSON), {@code schema} (definitions), {@code store} (its contract) and {@code auth} (the digest of a token). Start at
 * {@link io.sluice.admin.AdminServer}.
 */
@NullMarked
package io.sluice.admin;

import org.jspecify.annotations.NullMarked;
