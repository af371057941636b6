package io.sluice.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceInput;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.scim.TenantId;
import io.sluice.store.Derived;
import io.sluice.store.ResourceStore;
import io.sluice.store.StoredDocument;
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
        StoredDocument document = StoredDocuments.of(type, input.document());
        Derived derived = Deriving.of(type, projection);
        boolean showsOthers = (derived.members() && !members.isNone())
                || (derived.manager() && StoredResource.namesManager(document.json()));
        Future<StoredResource> created = store.create(tenant, type, document, members);
        return showsOthers ? created.compose(resource -> reread(tenant, type, resource, derived)) : created;
    }

    /** Members and managers are shown with what only the store knows of them, for example their names. */
    private Future<StoredResource> reread(TenantId tenant, ResourceType type, StoredResource created, Derived derived) {
        return store.find(tenant, type, created.id(), derived).map(found -> found.orElse(created));
    }
}
