package io.sluice.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceInput;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.scim.TenantId;
import io.sluice.store.Creation;
import io.sluice.store.Derived;
import io.sluice.store.NewResource;
import io.sluice.store.ResourceStore;
import io.sluice.store.StoredDocuments;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import java.util.List;

/** POST of a new resource (RFC 7644 section 3.3). */
public final class CreateResource {
    private final ResourceStore store;

    public CreateResource(ResourceStore store) {
        this.store = store;
    }

    /** Fails with 400 where the body breaks the schema and 409 uniqueness where its name is taken. */
    public Future<StoredResource> create(TenantId tenant, ResourceType type, JsonNode body, Projection projection) {
        return create(tenant, check(type, body), projection);
    }

    /** @param resource as {@link #check} read it, on whatever thread */
    public Future<StoredResource> create(TenantId tenant, NewResource resource, Projection projection) {
        ResourceType type = resource.type();
        Derived derived = Deriving.of(type, projection);
        boolean showsOthers = (derived.members() && !resource.members().isNone())
                || (derived.manager()
                        && StoredResource.namesManager(resource.document().json()));
        Future<StoredResource> created = store.create(tenant, type, resource.document(), resource.members());
        return showsOthers ? created.compose(made -> reread(tenant, type, made, derived)) : created;
    }

    /** What the body describes, for {@link #createAll}. Refuses with 400 where it breaks the schema. */
    public static NewResource check(ResourceType type, JsonNode body) {
        ResourceInput input = ResourceReader.read(type, body);
        return new NewResource(type, StoredDocuments.of(type, input.document()), Memberships.initial(input.members()));
    }

    /** Creates each as {@link #create} would, and tells of each what became of it. */
    public Future<List<Creation>> createAll(TenantId tenant, List<NewResource> resources) {
        return store.createAll(tenant, resources);
    }

    /** Members and managers are shown with what only the store knows of them, for example their names. */
    private Future<StoredResource> reread(TenantId tenant, ResourceType type, StoredResource created, Derived derived) {
        return store.find(tenant, type, created.id(), derived).map(found -> found.orElse(created));
    }
}
