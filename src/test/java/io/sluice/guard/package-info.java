/** Proof that what a tenant trusts us with stays where it belongs. */
@NullMarked
package io.sluice.guard;

import org.jspecify.annotations.NullMarked;
