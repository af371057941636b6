/**
 * The words of the protocol: tenant, resource id, version, problem, message URNs. Values only: no I/O, no Vert.x.
 * Depends on no other room. Start at {@link io.sluice.scim.ScimProblem}.
 */
@NullMarked
package io.sluice.scim;

import org.jspecify.annotations.NullMarked;
