package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.Optional;

/** Holds on mass deprovisioning, for administration. */
public interface HoldStore {
    /** Empty where the tenant has none. */
    Future<Optional<Hold>> find(TenantId tenant);

    /** Gives the tenant a hold, or takes it away. */
    Future<Void> arm(TenantId tenant, boolean on);

    /** False where nothing is held. */
    Future<Boolean> decide(TenantId tenant, boolean allow);
}
