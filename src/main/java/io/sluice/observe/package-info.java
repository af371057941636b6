/**
 * Health and meters on the management port. The only room that knows Micrometer.
 */
@NullMarked
package io.sluice.observe;

import org.jspecify.annotations.NullMarked;
