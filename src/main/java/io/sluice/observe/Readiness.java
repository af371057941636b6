package io.sluice.observe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether everything that requests need is there. An answer is kept for a moment and shared by all who ask meanwhile: however many probes
 * there are, and however slow the database, one question at a time is asked.
 */
final class Readiness {
    /** Below the time-out of any sensible probe, so that the answer is ours and not a broken connection. */
    private static final Duration DEADLINE = Duration.ofMillis(900);

    private static final Duration KEPT = Duration.ofMillis(500);

    private final HealthChecks checks;
    private Future<CheckResult> latest = Future.failedFuture("not asked yet");
    private long asked;

    Readiness(Vertx vertx, List<ManagementServer.Check> needed) {
        this.checks = HealthChecks.create(vertx);
        needed.forEach(check -> checks.register(
                check.name(),
                DEADLINE.toMillis(),
                outcome -> ask(check.passes())
                        .onComplete(end ->
                                outcome.tryComplete(end.succeeded() && end.result() ? Status.OK() : Status.KO()))));
    }

    synchronized Future<CheckResult> now() {
        boolean kept = latest.succeeded() && System.nanoTime() - asked < KEPT.toNanos();
        boolean underWay = !latest.isComplete();
        if (!kept && !underWay) {
            asked = System.nanoTime();
            latest = checks.checkStatus();
        }
        return latest;
    }

    private static Future<Boolean> ask(Supplier<Future<Boolean>> check) {
        // A check that throws instead of failing is caught by the chain.
        return Future.succeededFuture().compose(now -> check.get());
    }
}
