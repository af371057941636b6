package io.sluice.bulk;

import io.sluice.bulk.OperationWork.Checked;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Creations that are one statement. Where only so many failures are allowed and they come before the end of the set, the whole is undone and
 * the set is done again up to the last of them: nothing behind it ever happens.
 */
final class CreationSet {
    /** What two resources of a tenant cannot both have. */
    private record Key(String type, String value) {
        Key(Checked checked) {
            this(checked.resource().type().name(), checked.resource().document().uniqueKey());
        }
    }

    /** The allowed failures were reached after {@code length} operations, and a later one was done. */
    private static final class Overrun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int length;

        Overrun(int length) {
            super("too far", null, false, false);
            this.length = length;
        }
    }

    private final OperationWork work;
    private final Settlement settlement;
    private final UnaryOperator<String> ids;
    private final List<BulkOperation> operations = new ArrayList<>();
    private final List<Checked> checked = new ArrayList<>();
    private final Map<Integer, OperationResult> refused = new HashMap<>();
    private final Set<String> bulkIds = new HashSet<>();
    private final Set<Key> keys = new HashSet<>();
    private int bytes;

    CreationSet(OperationWork work, Settlement settlement, UnaryOperator<String> ids) {
        this.work = work;
        this.settlement = settlement;
        this.ids = ids;
    }

    /**
     * Checks the operation and takes it in. Refuses it where it refers to one that is here or in a set of {@code underWay}, and where one of
     * the latter creates the same: of two with one key the first is the one that succeeds.
     */
    boolean takes(BulkOperation operation, List<CreationSet> underWay) {
        if (isNeededBy(operation) || underWay.stream().anyMatch(set -> set.isNeededBy(operation))) {
            return false;
        }
        try {
            Checked resource = work.check(operation, ids);
            Key key = new Key(resource);
            if (underWay.stream().anyMatch(set -> set.keys.contains(key))) {
                return false;
            }
            keys.add(key);
            checked.add(resource);
        } catch (RuntimeException failure) {
            refused.put(operation.place(), OperationResult.failed(operation, "", Problems.of(failure)));
        }
        operations.add(operation);
        bulkIds.add(operation.bulkId());
        bytes += operation.data().length();
        return true;
    }

    private boolean isNeededBy(BulkOperation operation) {
        return operation.references().stream().anyMatch(bulkIds::contains);
    }

    List<BulkOperation> operations() {
        return operations;
    }

    int bytes() {
        return bytes;
    }

    /**
     * Fails only where nothing was done and the statement as a whole did not work out.
     *
     * @param allowed how many may fail before nothing more is begun
     */
    Future<List<OperationResult>> perform(int allowed) {
        return perform(operations, checked, allowed);
    }

    private Future<List<OperationResult>> perform(List<BulkOperation> some, List<Checked> good, int allowed) {
        if (good.isEmpty()) {
            return settlement.note(results(some, List.of(), allowed));
        }
        return settlement
                .settle(
                        allowed < some.size(),
                        store -> work.createAll(store, good).map(made -> results(some, made, allowed)))
                .recover(failure -> {
                    if (!(failure instanceof Overrun overrun)) {
                        return Future.failedFuture(failure);
                    }
                    Set<BulkOperation> first = new HashSet<>(some.subList(0, overrun.length));
                    return perform(
                            some.subList(0, overrun.length),
                            good.stream()
                                    .filter(one -> first.contains(one.operation()))
                                    .toList(),
                            allowed);
                });
    }

    /** In the order of the operations, up to the last failure that is allowed. */
    private List<OperationResult> results(List<BulkOperation> some, List<OperationResult> made, int allowed) {
        Map<Integer, OperationResult> all = new HashMap<>(refused);
        made.forEach(result -> all.put(result.operation().place(), result));
        List<OperationResult> results = new ArrayList<>();
        int failures = 0;
        for (BulkOperation operation : some) {
            OperationResult result = Objects.requireNonNull(all.get(operation.place()));
            if (failures < allowed) {
                results.add(result);
                failures += result.isFailure() ? 1 : 0;
            } else if (!result.isFailure()) {
                throw new Overrun(results.size());
            }
        }
        return results;
    }
}
