/**
 * The administration API on its own port, closed without its token.
 */
@NullMarked
package io.sluice.admin;

import org.jspecify.annotations.NullMarked;
