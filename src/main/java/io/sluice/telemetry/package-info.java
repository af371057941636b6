/**
 * What the process tells of itself while it works: the list of meters, where to report to, and the id and trace of the request at hand. It
 * knows no other room, and any room may know it.
 *
 * <p>A room that wants a meter of its own adds a constant to {@link io.sluice.telemetry.Meter} (with its row in the README's table, which a test
 * compares), takes a {@link io.sluice.telemetry.Meters} in its constructor, and calls {@code count}, {@code time} or {@code watch}. Values of
 * labels come from closed sets: a route template, an enum, a word of the code; never from what a client sent.
 */
@NullMarked
package io.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
