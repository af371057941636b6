package io.sluice.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Writes lines to the console on the thread of a queue, and lets some gather once it has caught up. A writer that waits for each single line
 * is woken by the event loop that has it, which costs both of them more than the line: a fifth of what a refusal costs.
 */
final class PacedOutput extends ConsoleAppender<ILoggingEvent> {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final IntSupplier waiting;

    /** @param waiting lines that are still in the queue */
    PacedOutput(IntSupplier waiting) {
        this.waiting = waiting;
    }

    @Override
    protected void append(ILoggingEvent line) {
        super.append(line);
        if (waiting.getAsInt() == 0) {
            // The end of the queue interrupts it.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
