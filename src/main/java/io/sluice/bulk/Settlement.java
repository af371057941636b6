package io.sluice.bulk;

import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** How the effects of operations become durable, and what remembers their results. */
interface Settlement {

    /**
     * Runs the work and remembers its results. Its writes are one transaction where {@code whole} is set, and undone where its future fails;
     * it may be run again.
     */
    Future<List<OperationResult>> settle(boolean whole, Function<ResourceStore, Future<List<OperationResult>>> work);

    /** Remembers results of operations that have no effect. */
    Future<List<OperationResult>> note(List<OperationResult> results);

    /** Whether a run that is halted refuses what it has not begun; else another run goes on with it. */
    boolean refusesRest();
}
