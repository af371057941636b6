/** What benchmarks run beside the gateway; the commands are in the directory {@code bench}. */
package io.sluice.bench;
