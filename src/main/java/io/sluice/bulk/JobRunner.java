package io.sluice.bulk;

import io.sluice.scim.ScimException;
import io.sluice.scim.TenantId;
import io.sluice.store.JobLease;
import io.sluice.store.JobStore;
import io.sluice.store.KeptResult;
import io.sluice.store.TakenJob;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes kept jobs, one at a time, and does what is left of them. A runner that ends without a word loses its job after
 * {@link JobLease#SECONDS}; whoever takes it then goes on behind the last result. Belongs to the worker's thread.
 */
final class JobRunner {
    /** Does what is left of a request. */
    interface Work {
        Future<List<OperationResult>> run(TakenJob job, List<KeptResult> done, Halt halt);
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final String DONE = "done";
    private static final String LEFT = "left";
    private static final String FAILED = "failed";
    private static final List<String> OUTCOMES = List.of(DONE, LEFT, FAILED);
    private static final long LOOK_MILLIS = 1_000;
    private static final long RENEW_MILLIS = 1_000;
    private static final int AT_ONCE = 1_000;

    private final Vertx vertx;
    private final JobStore store;
    private final Work work;
    private final Meters meters;
    private final Promise<Void> idle = Promise.promise();
    private final UUID runner = UUID.randomUUID();
    private Halt halt = new Halt();
    private boolean busy;
    private boolean stopping;

    JobRunner(Vertx vertx, JobStore store, Work work, Meters meters) {
        this.vertx = vertx;
        this.store = store;
        this.work = work;
        this.meters = meters;
    }

    void start() {
        OUTCOMES.forEach(outcome -> meters.add(Meter.BULK_JOB_RUNS, 0, outcome));
        vertx.setPeriodic(LOOK_MILLIS, due -> look());
    }

    /** Looks for a job now, where it has none. */
    void look() {
        if (busy || stopping) {
            return;
        }
        busy = true;
        store.take(runner)
                .compose(taken -> taken.isPresent() ? run(taken.get()).map(true) : Future.succeededFuture(false))
                .onFailure(failure -> LOG.debug("No kept request now: {}", failure.toString()))
                .otherwise(false)
                .onSuccess(more -> {
                    busy = false;
                    if (stopping) {
                        idle.tryComplete();
                    } else if (more) {
                        look();
                    }
                });
    }

    /** Begins nothing more; completes when the job under way is left to another. */
    Future<Void> stop() {
        stopping = true;
        halt.call(Halt.SHUTTING_DOWN);
        return busy ? idle.future() : Future.succeededFuture();
    }

    private Future<Void> run(TakenJob job) {
        JobLease lease = job.lease();
        Halt mine = new Halt();
        halt = mine;
        if (stopping) {
            // It was taken just then.
            mine.call(Halt.SHUTTING_DOWN);
        }
        long renewal = vertx.setPeriodic(
                RENEW_MILLIS,
                due -> store.renew(lease).onSuccess(still -> {
                    if (!still) {
                        mine.call(JobStore.LOST);
                    }
                }));
        return results(store, lease.tenant(), lease.job())
                .compose(done -> work.run(job, done, mine))
                .compose(results -> mine.reason().isPresent()
                        ? store.release(lease).map(LEFT)
                        : store.finish(lease).map(still -> still ? DONE : LEFT))
                .recover(failure -> isLoss(failure) ? lost(lease) : Future.failedFuture(failure))
                .onSuccess(outcome -> meters.count(Meter.BULK_JOB_RUNS, outcome))
                .onFailure(failure -> {
                    meters.count(Meter.BULK_JOB_RUNS, FAILED);
                    LOG.warn("A kept request was not brought to its end: {}", failure.toString());
                })
                .<Void>mapEmpty()
                .eventually(() -> {
                    vertx.cancelTimer(renewal);
                    return Future.succeededFuture();
                });
    }

    private static boolean isLoss(Throwable failure) {
        return failure instanceof ScimException refused && refused.problem().equals(JobStore.LOST);
    }

    /** Ordinary where a replica was held up for longer than its lease, or is at its end. */
    private static Future<String> lost(JobLease lease) {
        LOG.info("The kept request {} is with another runner now", lease.job());
        return Future.succeededFuture(LEFT);
    }

    /** All results that a job has so far. */
    static Future<List<KeptResult>> results(JobStore store, TenantId tenant, UUID job) {
        return more(store, tenant, job, new ArrayList<>());
    }

    private static Future<List<KeptResult>> more(JobStore store, TenantId tenant, UUID job, List<KeptResult> found) {
        int last = found.isEmpty() ? -1 : found.getLast().place();
        return store.results(tenant, job, last, AT_ONCE).compose(part -> {
            found.addAll(part);
            return part.size() < AT_ONCE ? Future.succeededFuture(found) : more(store, tenant, job, found);
        });
    }
}
