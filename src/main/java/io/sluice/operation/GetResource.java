package io.sluice.operation;

import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.ResourceStore;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;

/** GET of one resource by id (RFC 7644 section 3.4.1). */
public final class GetResource {
    private final ResourceStore store;

    public GetResource(ResourceStore store) {
        this.store = store;
    }

    /** Fails with 404 for an id that the tenant does not have in this type. */
    public Future<StoredResource> get(TenantId tenant, ResourceType type, ResourceId id, Projection projection) {
        return store.find(tenant, type, id, Deriving.of(type, projection))
                .map(found -> found.orElseThrow(() -> ScimProblem.notFound().exception()));
    }
}
