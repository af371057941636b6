package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Work that the database keeps for whichever replica comes by, a bounded piece in each transaction. Every replica looks for it all the time,
 * so it goes on when one of them ends in between.
 */
public final class BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

    private static final long FIRST_MILLIS = 1_000;

    /** How long a work waits where it found nothing to do, and at least between two pieces; longer after a long one. */
    public enum Pace {
        /** What is left behind is soon gone. It is tried so often that the log need not tell of each failure. */
        STEADY(1_000, 10, Level.DEBUG),

        /** Looks, and changes nothing. */
        WATCHING(5_000, 5_000, Level.DEBUG),

        /** Old rows, which are in nobody's way. */
        RARE(600_000, 50, Level.WARN);

        private final long idleMillis;
        private final long busyMillis;
        private final Level ofFailures;

        Pace(long idleMillis, long busyMillis, Level ofFailures) {
            this.idleMillis = idleMillis;
            this.busyMillis = busyMillis;
            this.ofFailures = ofFailures;
        }

        long idleMillis() {
            return idleMillis;
        }
    }

    private final Vertx vertx;
    private final String name;
    private final Pace pace;
    private final Supplier<Future<Boolean>> piece;
    private boolean stopped;

    private BackgroundWork(Vertx vertx, String name, Pace pace, Supplier<Future<Boolean>> piece) {
        this.vertx = vertx;
        this.name = name;
        this.pace = pace;
        this.piece = piece;
    }

    /**
     * Works on an event loop of its own choice, from a second after the start until it is stopped.
     *
     * @param name of the work, for the log
     * @param piece does a piece of it, and tells whether there may be more
     */
    public static BackgroundWork start(Vertx vertx, String name, Pace pace, Supplier<Future<Boolean>> piece) {
        BackgroundWork work = new BackgroundWork(vertx, name, pace, piece);
        work.in(FIRST_MILLIS);
        return work;
    }

    /** Begins nothing more. */
    public synchronized void stop() {
        stopped = true;
    }

    private synchronized void in(long millis) {
        if (!stopped) {
            vertx.setTimer(millis, due -> work());
        }
    }

    /** Between two pieces passes as much time as the last one took, so that half of it is left to whoever is served. */
    private void work() {
        long begun = System.nanoTime();
        Future.succeededFuture()
                .compose(now -> piece.get())
                .recover(failure -> {
                    LOG.atLevel(pace.ofFailures).log("No {} now: {}", name, failure.toString());
                    return Future.succeededFuture(false);
                })
                .onSuccess(more -> in(more ? Math.max(pace.busyMillis, millisSince(begun)) : pace.idleMillis));
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
