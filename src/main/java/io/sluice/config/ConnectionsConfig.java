package io.sluice.config;

import java.time.Duration;

/**
 * What clients may hold on to.
 *
 * @param most connections in all
 * @param mostOfAddress connections from one address; 0 for any number
 * @param idle how long a connection may rest between two requests
 * @param request how long a request may be in work
 */
public record ConnectionsConfig(int most, int mostOfAddress, Duration idle, Duration request) {
    /** A connection that has sent half a header takes about 8 KiB: all of them together half of the heap. */
    private static final int HEAP_FOR_EACH = 16_384;

    private static final int LEAST = 1_000;
    private static final int MOST = 1_000_000;

    static ConnectionsConfig read(Environment environment) {
        int byHeap = (int) Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_FOR_EACH, LEAST, MOST);
        return new ConnectionsConfig(
                environment.number("SLUICE_CONNECTIONS", byHeap, 1, MOST),
                environment.number("SLUICE_CONNECTIONS_PER_ADDRESS", 0, 0, MOST),
                Duration.ofSeconds(environment.number("SLUICE_IDLE_SECONDS", 75, 1, 3_600)),
                Duration.ofSeconds(environment.number("SLUICE_REQUEST_SECONDS", 20, 1, 600)));
    }
}
