package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.function.Function;

/** The directory as Bulk writes to it: over connections of its own, so that nothing interactive waits for one. */
public interface BulkStore {

    /** Each write is a transaction of its own. */
    ResourceStore resources();

    /**
     * Makes all writes of {@code work} durable together, or none where its future fails, whose failure is then passed on. It is run again
     * where the database undid it for the sake of another transaction, so it must not keep anything from one run to the next.
     */
    <T> Future<T> together(TenantId tenant, Function<ResourceStore, Future<T>> work);

    JobStore jobs();

    /** What the tenant of a kept request can keep, as it is when the request is run. */
    TenantProfileStore profiles();

    /** Where failed operations are noted. */
    RefusalLog refusals();
}
