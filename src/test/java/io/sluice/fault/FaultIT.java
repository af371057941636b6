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
import org.junit.jupiter.api.parallel.Isolated;

/** The short form of {@link FaultMain}: all faults at once, each on a database and a gateway of its own. */
@Timeout(300)
@Isolated("it holds gateways to times")
class FaultIT {
    private static final int PER_SECOND = 10;

    /** Longer than a look-up may take, so that frozen connections are given up. */
    private static final FaultRun.Times TIMES = new FaultRun.Times(Duration.ofSeconds(1), Duration.ofMillis(6_500));

    /** How soon a gateway recovers is also a matter of what else the machine does; what it acknowledges never is. */
    private static final int ATTEMPTS = 3;

    @Test
    void whateverHappensToTheLineRequestsAreAnsweredInTimeAndAcknowledgedIsStored() throws Exception {
        List<FaultRun.Outcome> late = List.of();
        List<Fault> faults = Fault.possible();
        try (LostBulk bulk = LostBulk.prepare();
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LostBulk.Outcome> operations = thread.submit(() -> bulk.run(TIMES.fault()));
            for (int attempt = 0; attempt < ATTEMPTS && !faults.isEmpty(); attempt++) {
                List<FaultRun.Outcome> outcomes = run(faults);
                assertThat(outcomes)
                        .allSatisfy(outcome -> assertThat(outcome.wrong())
                                .as(outcome.toString())
                                .isEmpty());
                late = outcomes.stream().filter(outcome -> !recovered(outcome)).toList();
                faults = late.stream().map(FaultRun.Outcome::fault).toList();
            }
            assertKept(operations.get());
        }

        assertThat(late).isEmpty();
    }

    private static void assertKept(LostBulk.Outcome operations) {
        assertThat(operations.before()).isEqualTo("200 201 201");
        assertThat(operations.meanwhile()).matches("(200 )?503( 503)+");
        assertThat(operations.took()).isLessThan(Duration.ofSeconds(30));
        assertThat(operations.after()).isEqualTo("200 201 201");
    }

    private static List<FaultRun.Outcome> run(List<Fault> faults) throws Exception {
        List<FaultRun> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // One after the other: faults begin when nothing is busy with starting any more.
            for (Fault fault : faults) {
                runs.add(FaultRun.prepare(fault, PER_SECOND));
            }
            List<Future<FaultRun.Outcome>> ends = runs.stream()
                    .map(run -> threads.submit(() -> run.run(TIMES)))
                    .toList();
            List<FaultRun.Outcome> outcomes = new ArrayList<>();
            for (Future<FaultRun.Outcome> end : ends) {
                outcomes.add(end.get());
            }
            return outcomes;
        } finally {
            for (FaultRun run : runs) {
                run.close();
            }
        }
    }

    /** In time, with a queue no longer than what can come before the first in it has waited for its time, and some. */
    private static boolean recovered(FaultRun.Outcome outcome) {
        return outcome.recovery().compareTo(Duration.ofSeconds(5)) < 0
                && outcome.queue() <= 10 * PER_SECOND
                && outcome.share() > 0.9;
    }
}
