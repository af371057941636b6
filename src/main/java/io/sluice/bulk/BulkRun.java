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
 * one statement, and the next such set is checked and sent while the database has the one before. Everything of it happens on the worker's
 * thread.
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
    private final List<CreationSet> underWay = new ArrayList<>();
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

    /** Begins what may begin now. Nothing but sets of creations is ever under way beside another. */
    private void next() {
        while (goesOn()) {
            if (courtesy.isDue()) {
                if (underWay.isEmpty()) {
                    courtesy.standBack().onSuccess(turn -> next()).onFailure(promise::tryFail);
                }
                return;
            }
            boolean mayGoOn = isCreation(units.element()) && alone == 0
                    ? createsMore()
                    : underWay.isEmpty() && isOver(step(units.remove()), () -> {});
            if (!mayGoOn) {
                return;
            }
        }
        if (underWay.isEmpty() && !promise.future().isComplete()) {
            if (failures < failOnErrors && settlement.refusesRest()) {
                halt.reason().ifPresent(this::refuseRest);
            }
            promise.complete(List.copyOf(results.values()));
        }
    }

    private boolean goesOn() {
        return !units.isEmpty()
                && failures < failOnErrors
                && halt.reason().isEmpty()
                && !promise.future().isComplete();
    }

    private static boolean isCreation(Unit unit) {
        BulkOperation first = unit.operations().getFirst();
        return !unit.circle() && first.creates() && first.fault().isEmpty();
    }

    /** Begins the next set of creations; false where it has to wait, or what comes behind it has. */
    private boolean createsMore() {
        int most = courtesy.atOnce();
        int open = underWay.stream().mapToInt(set -> set.operations().size()).sum();
        int allowed = failOnErrors - failures - open;
        // A set that may have to stop at a failure has to know of all before it.
        if (!underWay.isEmpty() && (underWay.size() >= courtesy.setsAtOnce() || allowed < most)) {
            return false;
        }
        CreationSet set = gathered(most);
        if (set.operations().isEmpty()) {
            return false;
        }
        underWay.add(set);
        isOver(set.perform(allowed).recover(failure -> againOneByOne(set)), () -> underWay.remove(set));
        return true;
    }

    /**
     * Keeps the results of what was begun, now or when it is done; then what comes next begins.
     *
     * @param ended is run before that
     */
    private boolean isOver(Future<List<OperationResult>> begun, Runnable ended) {
        if (begun.isComplete()) {
            ended.run();
            keep(begun);
            return true;
        }
        begun.onComplete(end -> {
            ended.run();
            keep(begun);
            next();
        });
        return false;
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
        alone = Math.max(0, alone - 1);
        return settlement
                .settle(false, store -> work.perform(store, first, this::id).map(List::of))
                .recover(failure -> settlement.note(List.of(work.failed(first, this::id, Problems.of(failure)))));
    }

    /** The next creations of which none refers to another, nor to one under way. */
    private CreationSet gathered(int most) {
        CreationSet set = new CreationSet(work, settlement, this::id);
        while (!units.isEmpty()
                && set.operations().size() < most
                && set.bytes() < BYTES_AT_ONCE
                && isCreation(units.element())
                && set.takes(units.element().operations().getFirst(), underWay)) {
            units.remove();
        }
        return set;
    }

    /** Nothing of them was done, for the sake of one perhaps: each for itself, so that none undoes its neighbours. */
    private Future<List<OperationResult>> againOneByOne(CreationSet set) {
        set.operations().reversed().forEach(one -> units.addFirst(new Unit(List.of(one), false)));
        alone += set.operations().size();
        return Future.succeededFuture(List.of());
    }

    private Future<List<OperationResult>> circle(List<BulkOperation> operations) {
        CircleWork circle = new CircleWork(work, operations, this::id);
        int allowed = failOnErrors - failures;
        return settlement.settle(true, circle::perform).recover(failure -> {
            List<OperationResult> failed = circle.failed(failure);
            return settlement.note(failed.subList(0, Math.min(allowed, failed.size())));
        });
    }

    private void keep(Future<List<OperationResult>> done) {
        if (done.failed()) {
            promise.tryFail(done.cause());
            return;
        }
        for (OperationResult result : done.result()) {
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
