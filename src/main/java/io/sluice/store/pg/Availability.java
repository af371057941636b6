package io.sluice.store.pg;

import io.sluice.scim.ScimProblem;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database is known to be out of reach. While it is, requests are refused at once instead of each waiting its time, and it is
 * tried again and again on connections made for nothing else, so that one that a fault has broken never hides that the fault is over.
 */
final class Availability {
    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    /** Long enough to log in over a line with half a second of delay. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** While trials are refused at once, as by a server that starts. */
    private static final Duration BETWEEN_TRIALS = Duration.ofMillis(200);

    /**
     * While they are not answered: the next begins nevertheless, since what was sent into a black hole is not answered after its end either.
     * Not sooner, since each is a connection more to a server that may only be slow.
     */
    private static final Duration BETWEEN_SILENT_TRIALS = Duration.ofMillis(800);

    private final Vertx vertx;
    private final Supplier<Pool> single;
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long latest;

    /** @param single opens a client of one connection */
    Availability(Vertx vertx, Supplier<Pool> single, Meters meters) {
        this.vertx = vertx;
        this.single = single;
        meters.watch(Meter.DATABASE_DOWN, () -> down.get() ? 1 : 0);
    }

    boolean isDown() {
        return down.get();
    }

    ScimProblem problem() {
        return ScimProblem.unavailable("The directory is out of reach; try again.");
    }

    /** Something says that it cannot be reached; it counts as down until a trial succeeds. */
    void suspect() {
        if (down.compareAndSet(false, true)) {
            LOG.warn("The database cannot be reached; requests are refused until it can.");
            tryAgain();
        }
    }

    private void tryAgain() {
        if (!down.get()) {
            return;
        }
        if (underWay.get() == 0 || System.nanoTime() - latest >= BETWEEN_SILENT_TRIALS.toNanos()) {
            latest = System.nanoTime();
            underWay.incrementAndGet();
            trial().onComplete(end -> {
                underWay.decrementAndGet();
                if (end.succeeded() && down.compareAndSet(true, false)) {
                    LOG.info("The database can be reached again.");
                }
            });
        }
        vertx.setTimer(BETWEEN_TRIALS.toMillis(), due -> tryAgain());
    }

    private Future<?> trial() {
        Pool pool = single.get();
        return pool.query("/* trial */ SELECT 1")
                .execute()
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                // Not waited for: on a frozen line there is nobody to say goodbye to.
                .onComplete(end -> pool.close());
    }
}
