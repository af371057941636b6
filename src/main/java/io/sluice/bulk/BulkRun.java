package io.sluice.bulk;

import io.sluice.bulk.BulkPlan.Unit;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.store.KeptResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Does the operations of one request in the order of its {@link BulkPlan}. Creations that stand together and do not refer to each other are
 * one statement. Everything of it happens on the worker's thread.
 */
final class BulkRun {
    private static final int BYTES_AT_ONCE = 1 << 20;

    private final OperationWork work;
    private final Settlement settlement;
    private final Halt halt;
    private final Courtesy courtesy;
    private final int failOnErrors;
    private final Deque<Unit> units;
    private final Set<String> creators = new HashSet<>();
    private final Map<String, ResourceId> made = new HashMap<>();
    private final TreeMap<Integer, OperationResult> results = new TreeMap<>();
    private final Promise<List<OperationResult>> promise = Promise.promise();
    private int failures;
    /** So many of the next units are creations that go one by one, since together they did not work out. */
    private int alone;

    /** @param done what an earlier run did of the request */
    BulkRun(
            BulkRequest request,
            List<KeptResult> done,
            OperationWork work,
            Settlement settlement,
            Halt halt,
            Courtesy courtesy) {
        this.work = work;
        this.settlement = settlement;
        this.halt = halt;
        this.courtesy = courtesy;
        this.failOnErrors = request.failOnErrors();
        this.units = BulkPlan.of(request.operations());
        request.operations().stream()
                .filter(BulkOperation::creates)
                .forEach(operation -> creators.add(operation.bulkId()));
        resume(request, done);
    }

    private void resume(BulkRequest request, List<KeptResult> done) {
        Set<Integer> places = new HashSet<>();
        for (KeptResult result : done) {
            places.add(result.place());
            failures += result.failed() ? 1 : 0;
            result.created()
                    .ifPresent(id ->
                            made.put(request.operations().get(result.place()).bulkId(), id));
        }
        units.removeIf(unit -> places.contains(unit.operations().getFirst().place()));
    }

    /** The results of what was done or refused, in the order of the request. Where it was halted another run may go on. */
    Future<List<OperationResult>> run() {
        next();
        return promise.future();
    }

    private void next() {
        while (!units.isEmpty() && failures < failOnErrors && halt.reason().isEmpty()) {
            if (courtesy.isDue()) {
                courtesy.standBack().onSuccess(turn -> next()).onFailure(promise::fail);
                return;
            }
            Future<List<OperationResult>> step = step(units.remove());
            if (!step.isComplete()) {
                step.onSuccess(done -> {
                            keep(done);
                            next();
                        })
                        .onFailure(promise::fail);
                return;
            }
            if (step.failed()) {
                promise.fail(step.cause());
                return;
            }
            keep(step.result());
        }
        if (failures < failOnErrors && settlement.refusesRest()) {
            halt.reason().ifPresent(this::refuseRest);
        }
        promise.complete(List.copyOf(results.values()));
    }

    private Future<List<OperationResult>> step(Unit unit) {
        BulkOperation first = unit.operations().getFirst();
        if (unit.circle()) {
            return circle(unit.operations());
        }
        if (first.fault().isPresent()) {
            return settlement.note(
                    List.of(work.failed(first, this::id, first.fault().get())));
        }
        if (first.creates() && alone == 0) {
            return creations(gathered(first));
        }
        alone = Math.max(0, alone - 1);
        return settlement
                .settle(false, store -> work.perform(store, first, this::id).map(List::of))
                .recover(failure -> settlement.note(List.of(work.failed(first, this::id, Problems.of(failure)))));
    }

    /** The creation and those that follow it of which none refers to another. */
    private List<BulkOperation> gathered(BulkOperation first) {
        List<BulkOperation> together = new ArrayList<>(List.of(first));
        Set<String> bulkIds = new HashSet<>(Set.of(first.bulkId()));
        int bytes = first.data().length();
        int most = courtesy.atOnce();
        while (!units.isEmpty() && together.size() < most && bytes < BYTES_AT_ONCE) {
            Unit unit = units.element();
            BulkOperation operation = unit.operations().getFirst();
            if (unit.circle()
                    || !operation.creates()
                    || operation.fault().isPresent()
                    || operation.references().stream().anyMatch(bulkIds::contains)) {
                break;
            }
            units.remove();
            together.add(operation);
            bulkIds.add(operation.bulkId());
            bytes += operation.data().length();
        }
        return together;
    }

    private Future<List<OperationResult>> creations(List<BulkOperation> operations) {
        return new CreationSet(work, settlement, this::id, failOnErrors - failures)
                .perform(operations)
                .recover(failure -> {
                    // Nothing of them was done, for the sake of one perhaps: each for itself, so that none undoes its
                    // neighbours.
                    operations.reversed().forEach(one -> units.addFirst(new Unit(List.of(one), false)));
                    alone = operations.size();
                    return Future.succeededFuture(List.of());
                });
    }

    private Future<List<OperationResult>> circle(List<BulkOperation> operations) {
        CircleWork circle = new CircleWork(work, operations, this::id);
        int allowed = failOnErrors - failures;
        return settlement.settle(true, circle::perform).recover(failure -> {
            List<OperationResult> failed = circle.failed(failure);
            return settlement.note(failed.subList(0, Math.min(allowed, failed.size())));
        });
    }

    private void keep(List<OperationResult> done) {
        for (OperationResult result : done) {
            BulkOperation operation = result.operation();
            results.put(operation.place(), result);
            failures += result.isFailure() ? 1 : 0;
            result.created().ifPresent(id -> made.put(operation.bulkId(), id));
        }
    }

    private void refuseRest(ScimProblem reason) {
        for (Unit unit : units) {
            for (BulkOperation operation : unit.operations()) {
                results.put(operation.place(), work.failed(operation, this::id, reason));
            }
        }
    }

    /** What a bulkId stands for. */
    private String id(String bulkId) {
        ResourceId id = made.get(bulkId);
        if (id == null) {
            throw (creators.contains(bulkId)
                            ? new ScimProblem(409, ScimType.NONE, "It refers to bulkId:…, which could not be created.")
                            : ScimProblem.invalidValue(
                                    "It refers to bulkId:…, but no POST of this request has that bulkId."))
                    .echoing(bulkId)
                    .exception();
        }
        return id.toString();
    }
}
