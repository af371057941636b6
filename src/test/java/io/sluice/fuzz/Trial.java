package io.sluice.fuzz;

import io.sluice.scim.ScimException;
import java.lang.management.ManagementFactory;

/**
 * One input on its way in.
 *
 * @param shown the input, for the report
 * @param size of the input, and of the document that it is to change, in characters or bytes
 */
record Trial(String shown, int size, Runnable way) {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What it took of this thread, and whether it was refused. */
    record Cost(long cpuNanos, long allocatedBytes, boolean refused) {}

    /** Throws what the product throws, a refusal excepted. */
    Cost run() {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        boolean refused = false;
        try {
            way.run();
        } catch (ScimException refusal) {
            check(refusal);
            refused = true;
        }
        return new Cost(
                THREADS.getCurrentThreadCpuTime() - nanos, THREADS.getCurrentThreadAllocatedBytes() - bytes, refused);
    }

    /** A refusal is of the client's making and short, whatever the input. */
    private static void check(ScimException refusal) {
        int status = refusal.problem().status();
        int length = refusal.problem().detail().length();
        if (status < 400 || status > 499 || length == 0 || length > 610) {
            throw new AssertionError("a refusal with status " + status + " and a detail of " + length + " characters");
        }
    }
}
