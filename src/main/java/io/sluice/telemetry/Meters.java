package io.sluice.telemetry;

import java.util.function.DoubleSupplier;

/** Where the rooms report what they count, time and hold. Cheap, never fails, and callable on any thread. */
public interface Meters {
    /** Reports to nobody. */
    Meters NONE = new Meters() {
        @Override
        public void add(Meter meter, long amount, String... labels) {}

        @Override
        public void time(Meter meter, long nanos, String... labels) {}

        @Override
        public void watch(Meter meter, DoubleSupplier value, String... labels) {}
    };

    /**
     * Adds to a counter. Adding nothing makes it be shown before anything was counted.
     *
     * @param labels values, in the order in which the meter lists its labels
     */
    void add(Meter meter, long amount, String... labels);

    /** One more of a counter. */
    default void count(Meter meter, String... labels) {
        add(meter, 1, labels);
    }

    /** One more event of a histogram, and how long it took. */
    void time(Meter meter, long nanos, String... labels);

    /** Reads {@code value} at each look at a gauge. What several event loops watch under the same labels is added up. */
    void watch(Meter meter, DoubleSupplier value, String... labels);
}
