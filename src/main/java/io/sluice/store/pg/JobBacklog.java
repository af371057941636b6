package io.sluice.store.pg;

import io.sluice.store.pg.Housekeeping.Backlog;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;

/** Watches the kept requests of Bulk that are not finished. Each replica sees those of all. */
public final class JobBacklog {
    private volatile Backlog last = new Backlog(0, 0, 0);

    private JobBacklog() {}

    /** Looks now and then until it is stopped. */
    public static BackgroundWork start(Vertx vertx, Housekeeping housekeeping, Meters meters) {
        JobBacklog backlog = new JobBacklog();
        meters.watch(Meter.BULK_JOBS, () -> backlog.last.waiting(), "waiting");
        meters.watch(Meter.BULK_JOBS, () -> backlog.last.running(), "running");
        meters.watch(Meter.BULK_JOB_WAIT, () -> backlog.last.oldest());
        return BackgroundWork.start(
                vertx,
                "look at kept requests",
                BackgroundWork.Pace.WATCHING,
                () -> housekeeping.backlog().map(backlog::see));
    }

    private boolean see(Backlog now) {
        last = now;
        return false;
    }
}
