package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.Optional;

/** The profiles of tenants: read when a version is new to the reader, changed by administration. Each change counts the version up. */
public interface TenantProfileStore {

    /** As it is now, which may be newer than the version that made somebody ask. */
    Future<TenantProfile> find(TenantId tenant);

    Future<Void> suspend(TenantId tenant, boolean suspended);

    /** @param limits empty for those of the service */
    Future<Void> limit(TenantId tenant, Optional<TenantLimits> limits);
}
