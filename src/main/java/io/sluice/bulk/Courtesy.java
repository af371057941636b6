package io.sluice.bulk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Lets those go first who wait for the answer to a single request. A pool of its own keeps Bulk out of their connections, not off the
 * processors that it shares with them: so beside others it rests for most of its time, and longer while many of them are in work.
 */
final class Courtesy {
    /** So many are in work where a gateway has nothing to catch up with, at a rate that fills half of it. */
    private static final int FEW = 8;

    /** Creations of one statement: some ten milliseconds of a processor, and with others at work a few. */
    private static final int AT_ONCE = 200;

    private static final int AT_ONCE_BESIDE_OTHERS = 25;

    /** Both connections of Bulk's pool. */
    private static final int SETS_AT_ONCE = 2;

    /** A look at any moment misses requests that take a millisecond each, so one seen not long ago counts. */
    private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** For the time of work: two Bulk requests at once take half of one processor. */
    private static final int REST = 3;

    private static final long LONGEST_REST_MILLIS = 200;
    private static final long LOOK_MILLIS = 4;

    /** Then it goes on whatever happens: Bulk is slow on a gateway that is never at rest, and does not starve. */
    private static final int LOOKS = 50;

    private final Vertx vertx;
    private final IntSupplier inWork;
    private final LongSupplier clock;
    private long begun;
    private long seen;

    /**
     * @param inWork single requests in work at the moment
     * @param clock nanoseconds since any moment
     */
    Courtesy(Vertx vertx, IntSupplier inWork, LongSupplier clock) {
        this.vertx = vertx;
        this.inWork = inWork;
        this.clock = clock;
        this.begun = clock.getAsLong();
        this.seen = begun - RECENT_NANOS;
    }

    int atOnce() {
        return othersAreServed() ? AT_ONCE_BESIDE_OTHERS : AT_ONCE;
    }

    int setsAtOnce() {
        return othersAreServed() ? 1 : SETS_AT_ONCE;
    }

    /** Whether it is time to stand back. */
    boolean isDue() {
        return othersAreServed() && clock.getAsLong() - begun > WORK_NANOS;
    }

    /** Succeeds when it is Bulk's turn again. */
    Future<Void> standBack() {
        long worked = TimeUnit.NANOSECONDS.toMillis(clock.getAsLong() - begun);
        return vertx.timer(Math.clamp(REST * worked, 1, LONGEST_REST_MILLIS))
                .compose(rested -> look(LOOKS))
                .onSuccess(over -> begun = clock.getAsLong());
    }

    private boolean othersAreServed() {
        long now = clock.getAsLong();
        if (inWork.getAsInt() > 0) {
            seen = now;
        }
        return now - seen < RECENT_NANOS;
    }

    private Future<Void> look(int left) {
        return left == 0 || inWork.getAsInt() <= FEW
                ? Future.succeededFuture()
                : vertx.timer(LOOK_MILLIS).compose(now -> look(left - 1));
    }
}
