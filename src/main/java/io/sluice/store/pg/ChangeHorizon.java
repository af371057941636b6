package io.sluice.store.pg;

import io.sluice.store.pg.Housekeeping.Horizon;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Watches for how long one unfinished transaction has kept readers of the change rows waiting: they read only below the oldest one, so that they
 * never miss a row that is committed late.
 */
public final class ChangeHorizon {
    /** Between two looks. */
    private static final Duration EVERY = Duration.ofMillis(BackgroundWork.Pace.WATCHING.idleMillis());

    private volatile long heldSince;
    private Horizon last = new Horizon("", "");

    private ChangeHorizon() {}

    /** Looks now and then until it is stopped. */
    public static BackgroundWork start(Vertx vertx, Housekeeping housekeeping, Meters meters) {
        ChangeHorizon horizon = new ChangeHorizon();
        meters.watch(Meter.CHANGE_LAG, horizon::seconds);
        return BackgroundWork.start(
                vertx,
                "look at unfinished transactions",
                BackgroundWork.Pace.WATCHING,
                () -> housekeeping.horizon().map(horizon::see));
    }

    private synchronized boolean see(Horizon now) {
        boolean held = now.begun().equals(last.begun()) && !now.begun().equals(now.next());
        if (!held) {
            heldSince = 0;
        } else if (heldSince == 0) {
            heldSince = System.nanoTime() - EVERY.toNanos();
        }
        last = now;
        return false;
    }

    private double seconds() {
        return heldSince == 0
                ? 0
                : Duration.ofNanos(System.nanoTime() - heldSince).toMillis() / 1_000.0;
    }
}
