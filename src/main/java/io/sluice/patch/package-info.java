/**
 * PATCH (RFC 7644 section 3.5.2) as a plan: steps on the document, and one delta of memberships that never touches it. Pure; may use
 * {@code scim}, {@code schema}, {@code filter}. Start at {@link io.sluice.patch.PatchPlan}.
 */
@NullMarked
package io.sluice.patch;

import org.jspecify.annotations.NullMarked;
