package io.sluice.bench;

import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Counts answers by status, with their latencies in steps of a tenth of a millisecond. */
final class Tally {
    private static final int STEPS = 100_000;
    private static final long STEP = TimeUnit.MICROSECONDS.toNanos(100);

    private final TreeMap<Integer, int[]> latencies = new TreeMap<>();
    private final TreeMap<Integer, Integer> counts = new TreeMap<>();
    private int malformed;
    private int broken;

    void answer(int status, long nanos, boolean wellFormed) {
        int step = (int) Math.min(STEPS - 1, nanos / STEP);
        latencies.computeIfAbsent(status, first -> new int[STEPS])[step]++;
        counts.merge(status, 1, Integer::sum);
        if (!wellFormed) {
            malformed++;
        }
    }

    void broken() {
        broken++;
    }

    int succeeded() {
        return counts.subMap(200, 300).values().stream().mapToInt(i -> i).sum();
    }

    /** Everything that is no success. */
    int failed() {
        return counts.values().stream().mapToInt(i -> i).sum() - succeeded() + broken;
    }

    /** Milliseconds below which this share of the answers from one status to another came; 0 where there were none. */
    double percentile(int from, int to, double share) {
        int[] all = new int[STEPS];
        long total = 0;
        for (int[] one : latencies.subMap(from, to).values()) {
            for (int step = 0; step < STEPS; step++) {
                all[step] += one[step];
                total += one[step];
            }
        }
        long wanted = (long) Math.ceil(total * share);
        for (int step = 0; step < STEPS && total > 0; step++) {
            wanted -= all[step];
            if (wanted <= 0) {
                return (step + 1) / 10.0;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "by status %s, malformed refusals %d, broken connections %d; ms p50/p99/p99.9: success %.1f/%.1f/%.1f, refusal %.1f/%.1f/%.1f",
                counts,
                malformed,
                broken,
                percentile(200, 300, 0.5),
                percentile(200, 300, 0.99),
                percentile(200, 300, 0.999),
                percentile(400, 600, 0.5),
                percentile(400, 600, 0.99),
                percentile(400, 600, 0.999));
    }
}
