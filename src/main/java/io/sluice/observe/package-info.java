/**
 * Health and meters on the management port, traces, and the form of the log. The only room that knows Micrometer, OpenTelemetry and Logback;
 * the others report through {@code telemetry}.
 */
@NullMarked
package io.sluice.observe;

import org.jspecify.annotations.NullMarked;
