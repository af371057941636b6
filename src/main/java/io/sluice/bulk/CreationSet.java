package io.sluice.bulk;

import io.sluice.bulk.OperationWork.Checked;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Creations that are one statement. Where only so many failures are allowed and they come before the end of the set, the whole is undone and
 * the set is done again up to the last of them: nothing behind it ever happens.
 */
final class CreationSet {
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
    private final int allowed;

    /** @param allowed how many may fail before nothing more is begun */
    CreationSet(OperationWork work, Settlement settlement, UnaryOperator<String> ids, int allowed) {
        this.work = work;
        this.settlement = settlement;
        this.ids = ids;
        this.allowed = allowed;
    }

    /** Fails only where nothing was done and the statement as a whole did not work out. */
    Future<List<OperationResult>> perform(List<BulkOperation> operations) {
        List<Checked> checked = new ArrayList<>();
        Map<Integer, OperationResult> refused = new HashMap<>();
        for (BulkOperation operation : operations) {
            try {
                checked.add(work.check(operation, ids));
            } catch (RuntimeException failure) {
                refused.put(operation.place(), OperationResult.failed(operation, "", Problems.of(failure)));
            }
        }
        if (checked.isEmpty()) {
            return settlement.note(results(operations, refused, List.of()));
        }
        return settlement
                .settle(
                        allowed < operations.size(),
                        store -> work.createAll(store, checked).map(made -> results(operations, refused, made)))
                .recover(failure -> failure instanceof Overrun overrun
                        ? perform(operations.subList(0, overrun.length))
                        : Future.failedFuture(failure));
    }

    /** In the order of the operations, up to the last failure that is allowed. */
    private List<OperationResult> results(
            List<BulkOperation> operations, Map<Integer, OperationResult> refused, List<OperationResult> made) {
        Map<Integer, OperationResult> all = new HashMap<>(refused);
        made.forEach(result -> all.put(result.operation().place(), result));
        List<OperationResult> results = new ArrayList<>();
        int failures = 0;
        for (BulkOperation operation : operations) {
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
