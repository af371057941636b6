package io.sluice.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Writes lines to the standard error output on the thread of a queue, those that wait in one piece, and lets some gather once it has caught up.
 * A writer that waits for each single line is woken by the event loop that has it, which costs both of them more than the line: a fifth of what
 * a refusal costs.
 */
final class PacedOutput extends OutputStreamAppender<ILoggingEvent> {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Some forty lines. */
    private static final int PIECE_BYTES = 16_384;

    private final IntSupplier waiting;

    /** @param waiting lines that are still in the queue */
    PacedOutput(IntSupplier waiting) {
        this.waiting = waiting;
        setImmediateFlush(false);
    }

    @Override
    public void start() {
        setOutputStream(new BufferedOutputStream(ConsoleTarget.SystemErr.getStream(), PIECE_BYTES));
        super.start();
    }

    @Override
    protected void append(ILoggingEvent line) {
        super.append(line);
        if (waiting.getAsInt() == 0) {
            flush();
            // The end of the queue interrupts it.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void flush() {
        try {
            getOutputStream().flush();
        } catch (IOException closed) {
            addError("The log cannot be written.", closed);
        }
    }
}
