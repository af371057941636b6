package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link FaultMain}: all faults at once, each on a database and a gateway of its own. */
@Timeout(120)
class FaultIT {
    private static final int PER_SECOND = 10;

    /** Longer than a look-up may take, so that frozen connections are given up. */
    private static final FaultRun.Times TIMES = new FaultRun.Times(Duration.ofSeconds(1), Duration.ofMillis(6_500));

    @Test
    void whateverHappensToTheLineRequestsAreAnsweredInTimeAndAcknowledgedIsStored() throws Exception {
        List<FaultRun> runs = new ArrayList<>();
        try (LostBulk bulk = LostBulk.prepare();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // One after the other: faults begin when nothing is busy with starting any more.
            for (Fault fault : Fault.possible()) {
                runs.add(FaultRun.prepare(fault, PER_SECOND));
            }
            Future<LostBulk.Outcome> operations = threads.submit(() -> bulk.run(TIMES.fault()));
            List<Future<FaultRun.Outcome>> outcomes = runs.stream()
                    .map(run -> threads.submit(() -> run.run(TIMES)))
                    .toList();

            for (Future<FaultRun.Outcome> outcome : outcomes) {
                assertKept(outcome.get());
            }
            assertThat(operations.get().before()).isEqualTo("200 201 201");
            assertThat(operations.get().meanwhile()).matches("(200 )?503( 503)+");
            assertThat(operations.get().took()).isLessThan(Duration.ofSeconds(30));
            assertThat(operations.get().after()).isEqualTo("200 201 201");
        } finally {
            for (FaultRun run : runs) {
                run.close();
            }
        }
    }

    private static void assertKept(FaultRun.Outcome outcome) {
        assertThat(outcome.wrong()).as(outcome.toString()).isEmpty();
        assertThat(outcome.recovery()).as(outcome.toString()).isLessThan(Duration.ofSeconds(5));
        // What can come before the first of them has waited for its time, and some.
        assertThat(outcome.queue()).as(outcome.toString()).isLessThanOrEqualTo(10 * PER_SECOND);
        assertThat(outcome.share()).as(outcome.toString()).isGreaterThan(0.9);
    }
}
