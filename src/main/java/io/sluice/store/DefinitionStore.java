package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;

/** The schemas and resource types of a tenant's own, for administration. A change says from which version of the profile it was made. */
public interface DefinitionStore {

    Future<Definitions> find(TenantId tenant);

    /** False where the profile has changed since {@code version}; then nothing is done. */
    Future<Boolean> put(TenantId tenant, long version, Definitions.Schema schema);

    /** False where the profile has changed since {@code version}; then nothing is done. */
    Future<Boolean> put(TenantId tenant, long version, Definitions.Type type);

    /** Begins to index it, or to do so again after a failure. False where the profile has changed since {@code version}. */
    Future<Boolean> declare(TenantId tenant, long version, Definitions.Matching attribute);

    /** Ends the use of its index, which goes in the background. False where the profile has changed since {@code version}. */
    Future<Boolean> remove(TenantId tenant, long version, Definitions.Matching attribute);
}
