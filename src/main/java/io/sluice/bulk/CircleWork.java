package io.sluice.bulk;

import io.sluice.bulk.OperationWork.Checked;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Creates resources that refer to each other in a circle (RFC 7644 section 3.7.1): first all without those references, then each as it is
 * described. It belongs into one transaction: nobody ever meets a half of it, and where one of them cannot be, none is.
 */
final class CircleWork {
    /** Which of the operations cannot be, and why. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient BulkOperation operation;
        private final transient ScimProblem problem;

        Broken(BulkOperation operation, ScimProblem problem) {
            super(problem.detail(), null, false, false);
            this.operation = operation;
            this.problem = problem;
        }
    }

    private static final int AT_ONCE = 200;

    private final OperationWork work;
    private final List<BulkOperation> operations;
    private final UnaryOperator<String> outer;

    /** @param outer resolves what refers to a resource outside of the circle */
    CircleWork(OperationWork work, List<BulkOperation> operations, UnaryOperator<String> outer) {
        this.work = work;
        this.operations = operations;
        this.outer = outer;
    }

    Future<List<OperationResult>> perform(ResourceStore store) {
        Set<String> inner = operations.stream().map(BulkOperation::bulkId).collect(Collectors.toSet());
        Map<String, ResourceId> made = new HashMap<>();
        UnaryOperator<String> ids = bulkId -> {
            ResourceId id = made.get(bulkId);
            return id == null ? outer.apply(bulkId) : id.toString();
        };
        return createAll(store, inner, made)
                .compose(created -> InTurn.each(
                        operations,
                        operation -> unbroken(
                                operation,
                                () -> work.complete(
                                        store, operation, Objects.requireNonNull(made.get(operation.bulkId())), ids))));
    }

    private Future<List<Integer>> createAll(ResourceStore store, Set<String> inner, Map<String, ResourceId> made) {
        List<List<BulkOperation>> parts = new ArrayList<>();
        for (int begin = 0; begin < operations.size(); begin += AT_ONCE) {
            parts.add(operations.subList(begin, Math.min(begin + AT_ONCE, operations.size())));
        }
        return InTurn.each(
                parts,
                part -> work.createAll(
                                store,
                                part.stream()
                                        .map(operation -> checked(operation, inner))
                                        .toList())
                        .map(results -> kept(results, made)));
    }

    private Checked checked(BulkOperation operation, Set<String> inner) {
        try {
            return work.checkWithout(inner, operation, outer);
        } catch (ScimException refused) {
            throw new Broken(operation, refused.problem());
        }
    }

    private static int kept(List<OperationResult> results, Map<String, ResourceId> made) {
        for (OperationResult result : results) {
            if (result.problem().isPresent()) {
                throw new Broken(result.operation(), result.problem().get());
            }
            made.put(result.operation().bulkId(), result.created().orElseThrow());
        }
        return results.size();
    }

    private static Future<OperationResult> unbroken(BulkOperation operation, Supplier<Future<OperationResult>> step) {
        return Future.succeededFuture(step)
                .compose(Supplier::get)
                .recover(failure -> Future.failedFuture(
                        failure instanceof ScimException refused ? new Broken(operation, refused.problem()) : failure));
    }

    /** What the operations are told when {@link #perform} failed and was undone: the one that broke the circle first. */
    List<OperationResult> failed(Throwable failure) {
        List<OperationResult> results = new ArrayList<>();
        for (BulkOperation operation : operations) {
            if (!(failure instanceof Broken broken)) {
                results.add(OperationResult.failed(operation, "", Problems.of(failure)));
            } else if (operation == broken.operation) {
                results.addFirst(OperationResult.failed(operation, "", broken.problem));
            } else {
                results.add(OperationResult.failed(operation, "", stands(broken.operation)));
            }
        }
        return results;
    }

    private static ScimProblem stands(BulkOperation broken) {
        return new ScimProblem(
                        409,
                        ScimType.NONE,
                        "It refers in a circle to bulkId:…, which could not be created; none of the circle was.")
                .echoing(broken.bulkId());
    }
}
