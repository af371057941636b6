package io.sluice.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceInput;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceStore;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;

/** PUT (RFC 7644 section 3.5.1): the document becomes what the body says; never creates. */
public final class ReplaceResource {
    private final DocumentEdit edits;

    public ReplaceResource(ResourceStore store) {
        this.edits = new DocumentEdit(store);
    }

    public Future<StoredResource> replace(
            TenantId tenant,
            ResourceType type,
            ResourceId id,
            Precondition precondition,
            JsonNode body,
            Projection projection,
            Aside aside) {
        return edits.apply(
                tenant,
                type,
                id,
                precondition,
                Deriving.of(type, projection),
                before -> aside.run(() -> {
                    ResourceInput input = ResourceReader.replace(type, before, body);
                    return new Edit(input.document(), Memberships.replacing(input.members()));
                }));
    }
}
