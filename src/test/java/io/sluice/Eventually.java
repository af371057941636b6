package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Waits for what another thread or process is about to do. */
public final class Eventually {
    /** For a busy machine: what happens at all happens much sooner. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 20;

    private Eventually() {}

    /** Returns when the condition holds; fails where it does not come to that. */
    public static void eventually(Callable<Boolean> condition) throws Exception {
        Instant late = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            assertThat(Instant.now()).as("it never happened").isBefore(late);
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
