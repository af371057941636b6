package io.sluice.fault;

import java.time.Duration;

/** The long form of {@link FaultIT}: one fault after the other. Ends with 1 when a promise was broken. */
final class FaultMain {
    private static final int PER_SECOND = 200;

    /** What one event loop's door lets wait; the traffic here would fill it in ten seconds if nothing were refused. */
    private static final int QUEUE = 2_000;

    private static final FaultRun.Times TIMES = new FaultRun.Times(Duration.ofSeconds(5), Duration.ofSeconds(15));

    private FaultMain() {}

    public static void main(String[] arguments) throws Exception {
        boolean kept = true;
        for (Fault fault : Fault.possible()) {
            try (FaultRun run = FaultRun.prepare(fault, PER_SECOND)) {
                FaultRun.Outcome outcome = run.run(TIMES);
                System.out.println(outcome);
                kept &= outcome.wrong().isEmpty()
                        && outcome.recovery().compareTo(Duration.ofSeconds(5)) < 0
                        && outcome.queue() <= QUEUE
                        && outcome.share() > 0.9;
            }
        }
        System.exit(kept ? 0 : 1);
    }
}
