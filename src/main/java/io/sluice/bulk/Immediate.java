package io.sluice.bulk;

import io.sluice.scim.TenantId;
import io.sluice.store.BulkStore;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** For a client that waits: the results are kept for the answer alone. */
record Immediate(BulkStore store, TenantId tenant) implements Settlement {
    @Override
    public Future<List<OperationResult>> settle(
            boolean whole, Function<ResourceStore, Future<List<OperationResult>>> work) {
        return whole
                ? store.together(tenant, work)
                : Future.succeededFuture(store.resources()).compose(work);
    }

    @Override
    public Future<List<OperationResult>> note(List<OperationResult> results) {
        return Future.succeededFuture(results);
    }

    @Override
    public boolean refusesRest() {
        return true;
    }
}
