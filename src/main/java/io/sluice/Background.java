package io.sluice;

import io.sluice.config.GatewayConfig;
import io.sluice.store.pg.BackgroundWork;
import io.sluice.store.pg.BackgroundWork.Pace;
import io.sluice.store.pg.ChangeHorizon;
import io.sluice.store.pg.Housekeeping;
import io.sluice.store.pg.JobBacklog;
import io.sluice.store.pg.MatchingBuild;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import java.util.List;

/** What every replica does for the database beside its requests. */
final class Background {
    private Background() {}

    static List<BackgroundWork> start(Vertx vertx, Housekeeping housekeeping, GatewayConfig config, Meters meters) {
        MatchingBuild matching = new MatchingBuild(housekeeping.doors());
        return List.of(
                BackgroundWork.start(vertx, "purge", Pace.STEADY, housekeeping::purge),
                BackgroundWork.start(vertx, "statistics", Pace.STEADY, housekeeping::refreshStatistics),
                BackgroundWork.start(vertx, "index", Pace.STEADY, matching::piece),
                BackgroundWork.start(
                        vertx,
                        "removal of old refusals",
                        Pace.RARE,
                        () -> housekeeping.expireRefusals(config.logDays())),
                BackgroundWork.start(
                        vertx,
                        "removal of old results of Bulk",
                        Pace.RARE,
                        () -> housekeeping.expireJob(config.bulk().resultHours())),
                ChangeHorizon.start(vertx, housekeeping, meters),
                JobBacklog.start(vertx, housekeeping, meters));
    }
}
