package io.sluice.operation;

import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;

/** DELETE (RFC 7644 section 3.6): gone at once, for every reader; its name is free again. */
public final class DeleteResource {
    private final ResourceStore store;

    public DeleteResource(ResourceStore store) {
        this.store = store;
    }

    public Future<Void> delete(TenantId tenant, ResourceType type, ResourceId id, Precondition precondition) {
        return store.delete(tenant, type, id, precondition);
    }
}
