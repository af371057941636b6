package io.sluice.store.pg;

import io.sluice.schema.ResourceTypes;
import io.sluice.scim.TenantId;
import io.sluice.store.BulkStore;
import io.sluice.store.JobStore;
import io.sluice.store.RefusalLog;
import io.sluice.store.ResourceStore;
import io.sluice.store.TenantProfileStore;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The directory behind the pool of Bulk. */
public final class PgBulkStore implements BulkStore {
    private final Door door;
    private final ResourceTypes types;
    private final Supplier<String> baseUrl;
    private final ResourceStore resources;
    private final RefusalLog refusals;

    /**
     * To be called on the worker.
     *
     * @param baseUrl of SCIM; asked at each read
     */
    public PgBulkStore(Vertx vertx, Door door, ResourceTypes types, Supplier<String> baseUrl, Meters meters) {
        this.door = door;
        this.types = types;
        this.baseUrl = baseUrl;
        this.resources = over(Doors.of(door));
        this.refusals = RefusalQueue.start(vertx, Doors.of(door), meters);
    }

    @Override
    public ResourceStore resources() {
        return resources;
    }

    @Override
    public <T> Future<T> together(TenantId tenant, Function<ResourceStore, Future<T>> work) {
        return together((resources, transaction) -> work.apply(resources));
    }

    @Override
    public JobStore jobs() {
        return new PgJobStore(this, Doors.of(door));
    }

    @Override
    public TenantProfileStore profiles() {
        return new PgTenantProfileStore(Doors.of(door));
    }

    @Override
    public RefusalLog refusals() {
        return refusals;
    }

    /** @param work is given the transaction as well, for what belongs into it beside the directory */
    <T> Future<T> together(BiFunction<ResourceStore, Doors, Future<T>> work) {
        return attempt(work, 1)
                .recover(failure ->
                        Future.failedFuture(SqlStates.isOfTheDatabase(failure) ? SqlStates.toScim(failure) : failure));
    }

    private <T> Future<T> attempt(BiFunction<ResourceStore, Doors, Future<T>> work, int number) {
        return door.transaction(within -> {
                    Doors transaction = Doors.of(within);
                    return work.apply(over(transaction), transaction);
                })
                .recover(failure -> {
                    if (number == Doors.ATTEMPTS || !SqlStates.undoneForAnother(failure)) {
                        return Future.failedFuture(failure);
                    }
                    door.repeats();
                    return attempt(work, number + 1);
                });
    }

    private ResourceStore over(Doors doors) {
        return new PgResourceStore(doors, types, baseUrl);
    }
}
