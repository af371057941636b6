/**
 * How much may be asked of this process: rates and work in flight of each tenant, and of all together. It knows neither HTTP nor time of its
 * own; the moment is an argument.
 */
@NullMarked
package io.sluice.limits;

import org.jspecify.annotations.NullMarked;
