package io.sluice.bulk;

import io.sluice.store.BulkStore;
import io.sluice.telemetry.CurrentRequest;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The worker of Bulk. Deployed once, as a worker: parsing, checking and writing of all requests together is one thread, and their statements
 * go through a pool of their own, so that no number of them can take more. As many requests as the pool has connections are under way at
 * once, the others wait in order; how many may wait is {@link BulkEntrance}'s to say.
 */
public final class BulkVerticle extends VerticleBase {
    /** Where a {@link BulkJob} is sent to; the answer is a {@link BulkReply}. */
    public static final String JOBS = "sluice.bulk.jobs";

    /** Where a {@link JobQuestion} is sent to; the answer is a {@link BulkReply}. */
    public static final String QUESTIONS = "sluice.bulk.questions";

    /** Where the id of a job is sent whose client has left. */
    public static final String LEFT = "sluice.bulk.left";

    /** Where it is said that the process ends: nothing more comes in, and soon nothing more begins. */
    public static final String STOPPING = "sluice.bulk.stopping";

    /** What is under way has this long to come to its end before the rest of it is refused; then one statement may still run. */
    private static final long GRACE_MILLIS = 2_500;

    private final BulkLimits limits;
    private final Supplier<String> baseUrl;
    private final IntSupplier inWork;
    private final Function<Vertx, BulkStore> opening;
    private final Meters meters;
    private final Lanes lanes;
    private Supplier<Future<Void>> flush = Future::succeededFuture;
    private Optional<KeptRequests> kept = Optional.empty();

    /**
     * @param lanes how many requests are under way at once
     * @param inWork single requests in work, which Bulk lets go first
     * @param opening opens the store on the worker that calls
     * @param meters for what is under way and what became of it
     */
    public BulkVerticle(
            BulkLimits limits,
            int lanes,
            Supplier<String> baseUrl,
            IntSupplier inWork,
            Function<Vertx, BulkStore> opening,
            Meters meters) {
        this.limits = limits;
        this.lanes = new Lanes(lanes);
        this.baseUrl = baseUrl;
        this.inWork = inWork;
        this.opening = opening;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        BulkStore store = opening.apply(vertx);
        meters.watch(Meter.BULK_REQUESTS, lanes::queued, "waiting");
        meters.watch(Meter.BULK_REQUESTS, lanes::running, "running");
        OperationReport.begin(meters);
        KeptRequests requests = new KeptRequests(vertx, store, baseUrl, this::courtesy, meters);
        EventBus bus = vertx.eventBus();
        LocalCodec.register(bus);
        bus.<BulkJob>localConsumer(JOBS, message -> take(store, requests, message));
        bus.<String>localConsumer(LEFT, message -> lanes.abandon(UUID.fromString(message.body())));
        bus.<JobQuestion>localConsumer(QUESTIONS, message -> inform(requests, message));
        bus.<String>localConsumer(STOPPING, message -> stopSoon());
        requests.start();
        kept = Optional.of(requests);
        flush = store.refusals()::flush;
        return Future.succeededFuture();
    }

    /** Completes when everybody who waits has an answer, and the kept request under way is left to another replica. */
    @Override
    public Future<?> stop() {
        Future<Void> left = kept.map(KeptRequests::stop).orElse(Future.succeededFuture());
        return Future.join(left, lanes.clear()).eventually(flush);
    }

    private void take(BulkStore store, KeptRequests requests, Message<BulkJob> message) {
        BulkJob job = message.body();
        Halt halt = new Halt(job.deadline());
        lanes.enter(
                job.id(),
                halt,
                () -> CurrentRequest.workFor(vertx, job.author(), () -> done(store, requests, job, halt))
                        .otherwise(failure -> new BulkReply.Refused(Problems.of(failure)))
                        .onSuccess(message::reply));
    }

    private Future<BulkReply> done(BulkStore store, KeptRequests requests, BulkJob job, Halt halt) {
        if (halt.reason().isPresent()) {
            throw halt.reason().get().exception();
        }
        BulkRequest request = BulkReader.read(job.body(), limits.maxOperations());
        job.charge().accept(request.operations().size());
        if (!job.waits()) {
            return requests.keep(job, request);
        }
        OperationWork work = new OperationWork(job.tenant(), job.scopes(), job.types(), baseUrl, job.body());
        return new BulkRun(request, List.of(), work, new Immediate(store, job.tenant()), halt, courtesy())
                .run()
                .onSuccess(new OperationReport(store.refusals(), meters, job.tenant(), job.types(), job.author())::tell)
                .map(results -> new BulkReply.Done(BulkResponse.of(results)));
    }

    private Courtesy courtesy() {
        return new Courtesy(vertx, inWork, System::nanoTime);
    }

    private static void inform(KeptRequests requests, Message<JobQuestion> message) {
        requests.state(message.body())
                .otherwise(failure -> new BulkReply.Refused(Problems.of(failure)))
                .onSuccess(message::reply);
    }

    private void stopSoon() {
        lanes.close();
        vertx.setTimer(GRACE_MILLIS, timer -> lanes.haltAll());
    }
}
