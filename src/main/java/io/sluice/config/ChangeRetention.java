package io.sluice.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long change rows are kept.
 *
 * @param days 0: for ever
 */
public record ChangeRetention(int days) {
    public static final ChangeRetention FOR_EVER = new ChangeRetention(0);

    /** What is older need not be kept; empty where everything must. */
    public Optional<Instant> oldest(Instant now) {
        return days == 0 ? Optional.empty() : Optional.of(now.minus(Duration.ofDays(days)));
    }
}
