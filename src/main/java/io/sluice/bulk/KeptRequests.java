package io.sluice.bulk;

import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.store.BulkStore;
import io.sluice.store.KeptResult;
import io.sluice.store.NewJob;
import io.sluice.store.TakenJob;
import io.sluice.telemetry.CurrentRequest;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/** Requests that nobody waits for: kept in the database, done by whichever replica takes them, and asked for by their ids. */
final class KeptRequests {
    /** Of one tenant: a second hundred thousand operations can wait at the client. */
    private static final int MOST_KEPT = 10;

    private static final int LATER = 30;

    private final Vertx vertx;
    private final BulkStore store;
    private final Supplier<String> baseUrl;
    private final Supplier<Courtesy> courtesy;
    private final Meters meters;
    private final JobRunner runner;

    KeptRequests(Vertx vertx, BulkStore store, Supplier<String> baseUrl, Supplier<Courtesy> courtesy, Meters meters) {
        this.vertx = vertx;
        this.store = store;
        this.baseUrl = baseUrl;
        this.courtesy = courtesy;
        this.meters = meters;
        this.runner = new JobRunner(vertx, store.jobs(), this::goOn, meters);
    }

    void start() {
        runner.start();
    }

    /** Completes when the one under way is left to another replica. */
    Future<Void> stop() {
        return runner.stop();
    }

    Future<BulkReply> keep(BulkJob job, BulkRequest request) {
        NewJob kept = new NewJob(
                job.id(), WithoutPasswords.of(job.body()), request.operations().size(), job.scopes());
        return store.jobs().add(job.tenant(), kept, MOST_KEPT).map(added -> {
            if (!added) {
                throw new ScimProblem(
                                429,
                                ScimType.NONE,
                                MOST_KEPT + " Bulk requests of this tenant are not finished yet; wait for one of them.",
                                LATER)
                        .exception();
            }
            runner.look();
            return new BulkReply.Accepted(job.id());
        });
    }

    Future<BulkReply> state(JobQuestion question) {
        return store.jobs()
                .state(question.tenant(), question.job())
                .map(found -> found.orElseThrow(() -> ScimProblem.notFound().exception()))
                .compose(state -> state.finished()
                        ? JobRunner.results(store.jobs(), question.tenant(), question.job())
                                .map(results -> new BulkReply.Done(BulkResponse.ofKept(results)))
                        : Future.succeededFuture(new BulkReply.Unfinished(state)));
    }

    private Future<List<OperationResult>> goOn(TakenJob job, List<KeptResult> done, Halt halt) {
        return store.profiles().find(job.lease().tenant()).compose(profile -> goOn(job, done, halt, profile.types()));
    }

    private Future<List<OperationResult>> goOn(TakenJob job, List<KeptResult> done, Halt halt, ResourceTypes types) {
        byte[] body = job.request().getBytes();
        BulkRequest request = BulkReader.read(body, Integer.MAX_VALUE);
        OperationWork work = new OperationWork(job.lease().tenant(), job.scopes(), types, baseUrl, body);
        Lasting settlement = new Lasting(store.jobs(), job.lease());
        return CurrentRequest.workFor(
                        vertx,
                        job.author(),
                        () -> new BulkRun(request, done, work, settlement, halt, courtesy.get()).run())
                .onSuccess(new OperationReport(
                        store.refusals(), meters, job.lease().tenant(), types, job.author())::tell);
    }
}
