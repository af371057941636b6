package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sluice.Dice;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FuzzTest {
    private static final long SEED = Long.getLong("sluice.fuzz.seed", 20_240_131);
    private static final long FROM = Long.getLong("sluice.fuzz.from", 0);
    private static final long INPUTS = Long.getLong("sluice.fuzz.inputs", 20_000);
    private static final long WARM_UP = 8_000;

    /** What takes more than its length deserves takes seconds; the dearest of all takes 40 ms, or some times that on a slow machine. */
    private static final long MOST_CPU = Duration.ofMillis(250).toNanos();

    /** Loading a class, linking a lambda, code not yet compiled and a page fault count as this thread's: dear is what stays so. */
    private static final int AGAIN = 20;

    /** A refusal may read the input and make a tree of it, not more. */
    private static final long MOST_BYTES = 256 << 10;

    private static final long MOST_BYTES_PER_CHARACTER = 64;

    private final Map<Door, Tally> tallies = new EnumMap<>(Door.class);

    /** What was seen at one door. */
    private static final class Tally {
        private long accepted;
        private long refused;
        private long cpuNanos;
        private long mostCpuNanos;
        private long mostRefusalBytes;

        private void add(Trial.Cost cost) {
            cpuNanos += cost.cpuNanos();
            mostCpuNanos = Math.max(mostCpuNanos, cost.cpuNanos());
            if (cost.refused()) {
                refused++;
                mostRefusalBytes = Math.max(mostRefusalBytes, cost.allocatedBytes());
            } else {
                accepted++;
            }
        }

        @Override
        public String toString() {
            return "%,d accepted, %,d refused, CPU %,d ms in all and %.1f ms at most, %,d KiB at most for a refusal"
                    .formatted(accepted, refused, cpuNanos / 1_000_000, mostCpuNanos / 1e6, mostRefusalBytes >> 10);
        }
    }

    @Test
    void nothingButRefusalsComesOutAndNoneIsDear() {
        for (long number = 0; number < WARM_UP; number++) {
            run(door(number).trial(Dice.of(-SEED, number)), -SEED, number);
        }

        for (long number = FROM; number < FROM + INPUTS; number++) {
            Trial trial = door(number).trial(Dice.of(SEED, number));
            tallies.computeIfAbsent(door(number), door -> new Tally()).add(measured(trial, number));
        }

        tallies.forEach((door, tally) -> System.out.println("fuzz " + door + ": " + tally));
        assertThat(tallies.values()).allSatisfy(tally -> {
            assertThat(INPUTS < 1_000 || tally.accepted > tally.refused / 20)
                    .as("inputs are near enough to what is accepted")
                    .isTrue();
            assertThat(INPUTS < 1_000 || tally.refused > tally.accepted / 20)
                    .as("inputs are far enough from what is accepted")
                    .isTrue();
        });
    }

    private static Trial.Cost measured(Trial trial, long number) {
        Trial.Cost cost = run(trial, SEED, number);
        for (int again = 0; isDear(cost, trial) && again < AGAIN; again++) {
            cost = run(trial, SEED, number);
        }
        if (isDear(cost, trial)) {
            fail(report("took " + cost, trial, SEED, number));
        }
        return cost;
    }

    private static boolean isDear(Trial.Cost cost, Trial trial) {
        long mostBytes = MOST_BYTES + MOST_BYTES_PER_CHARACTER * trial.size();
        return cost.cpuNanos() > MOST_CPU || (cost.refused() && cost.allocatedBytes() > mostBytes);
    }

    private static Trial.Cost run(Trial trial, long seed, long number) {
        try {
            return trial.run();
        } catch (Throwable thrown) {
            return fail(report("threw " + thrown, trial, seed, number), thrown);
        }
    }

    private static Door door(long number) {
        return Door.values()[(int) (number % Door.values().length)];
    }

    private static String report(String what, Trial trial, long seed, long number) {
        String shown =
                trial.shown().length() <= 2_000 ? trial.shown() : trial.shown().substring(0, 2_000) + "...";
        return "The input at " + door(number) + " " + what + "; again with -Dsluice.fuzz.seed=" + seed
                + " -Dsluice.fuzz.from=" + number + " -Dsluice.fuzz.inputs=1\n" + trial.size() + " characters: "
                + shown;
    }
}
