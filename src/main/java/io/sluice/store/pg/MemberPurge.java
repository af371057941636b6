package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the member rows of large groups that were deleted, a bounded number in each transaction. Every replica looks for such work all the
 * time, so it goes on when one of them ends in between.
 */
public final class MemberPurge {
    private static final Logger LOG = LoggerFactory.getLogger(MemberPurge.class);

    private static final long IDLE_MILLIS = 1_000;

    /** Between two pieces of work, so that the database has time for others. */
    private static final long BUSY_MILLIS = 10;

    private final Vertx vertx;
    private final Housekeeping housekeeping;
    private boolean stopped;

    private MemberPurge(Vertx vertx, Housekeeping housekeeping) {
        this.vertx = vertx;
        this.housekeeping = housekeeping;
    }

    /** Works on an event loop of its own choice until it is stopped. */
    public static MemberPurge start(Vertx vertx, Housekeeping housekeeping) {
        MemberPurge purge = new MemberPurge(vertx, housekeeping);
        purge.in(IDLE_MILLIS);
        return purge;
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

    private void work() {
        housekeeping
                .purge()
                .recover(failure -> {
                    LOG.debug("No purge now: {}", failure.toString());
                    return Future.succeededFuture(false);
                })
                .onSuccess(more -> in(more ? BUSY_MILLIS : IDLE_MILLIS));
    }
}
