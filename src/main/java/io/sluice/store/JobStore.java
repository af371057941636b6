package io.sluice.store;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Bulk requests that nobody waits for, kept until they are done and read. Any replica may run any of them; one that ends in the middle leaves
 * the rest to another.
 */
public interface JobStore {
    /** What fails where the job was lost: another runner took it when its lease was over, and goes on with it. */
    ScimProblem LOST = ScimProblem.unavailable("Another runner has the job.");

    /** False where the tenant has {@code most} that are not finished. */
    Future<Boolean> add(TenantId tenant, NewJob job, int most);

    /** The oldest job that no runner has, of whatever tenant; empty where there is none. */
    Future<Optional<TakenJob>> take(UUID runner);

    /** Keeps the job; false where it was lost. */
    Future<Boolean> renew(JobLease lease);

    /** Leaves the job to whoever takes it next. */
    Future<Void> release(JobLease lease);

    /** Nothing more will be done; false where the job was lost. */
    Future<Boolean> finish(JobLease lease);

    /**
     * Makes the writes of {@code work} and the results that tell of them durable together; fails with {@link #LOST}, and nothing is done, where
     * the job was lost.
     */
    <T> Future<T> together(
            JobLease lease, Function<ResourceStore, Future<T>> work, Function<T, List<KeptResult>> results);

    /** Keeps results of operations that have no effect; fails with {@link #LOST} where the job was lost. */
    Future<Void> keep(JobLease lease, List<KeptResult> results);

    /** Empty where the tenant has no such job. */
    Future<Optional<JobState>> state(TenantId tenant, UUID job);

    /** Up to {@code count} results, in order, of operations behind {@code place}. */
    Future<List<KeptResult>> results(TenantId tenant, UUID job, int place, int count);
}
