package io.sluice.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceInput;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.scim.TenantId;
import io.sluice.store.ResourceStore;
import io.sluice.store.StoredDocuments;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;

/** POST of a new resource (RFC 7644 section 3.3). */
public final class CreateResource {
    private final ResourceStore store;

    public CreateResource(ResourceStore store) {
        this.store = store;
    }

    /** Fails with 400 where the body breaks the schema and 409 uniqueness where its name is taken. */
    public Future<StoredResource> create(TenantId tenant, ResourceType type, JsonNode body, Projection projection) {
        ResourceInput input = ResourceReader.read(type, body);
        MembershipDelta members = Memberships.initial(input.members());
        Future<StoredResource> created =
                store.create(tenant, type, StoredDocuments.of(type, input.document()), members);
        boolean showsMembers = !members.isNone() && projection.includes(type, "members");
        return showsMembers ? created.compose(resource -> reread(tenant, type, resource, projection)) : created;
    }

    /** Members are shown with what only the store knows of them: type and display. */
    private Future<StoredResource> reread(
            TenantId tenant, ResourceType type, StoredResource created, Projection projection) {
        return store.find(tenant, type, created.id(), Deriving.of(type, projection))
                .map(found -> found.orElse(created));
    }
}
