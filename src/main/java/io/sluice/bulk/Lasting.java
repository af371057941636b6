package io.sluice.bulk;

import io.sluice.store.JobLease;
import io.sluice.store.JobStore;
import io.sluice.store.KeptResult;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** For a job that nobody waits for: each effect is durable together with its result, so that whoever goes on repeats nothing. */
record Lasting(JobStore store, JobLease lease) implements Settlement {
    @Override
    public Future<List<OperationResult>> settle(
            boolean whole, Function<ResourceStore, Future<List<OperationResult>>> work) {
        return store.together(lease, work, Lasting::kept);
    }

    @Override
    public Future<List<OperationResult>> note(List<OperationResult> results) {
        return store.keep(lease, kept(results)).map(results);
    }

    @Override
    public boolean refusesRest() {
        return false;
    }

    private static List<KeptResult> kept(List<OperationResult> results) {
        return results.stream()
                .map(result -> new KeptResult(
                        result.operation().place(),
                        result.created(),
                        result.isFailure(),
                        result.message().toString()))
                .toList();
    }
}
