package io.sluice.operation;

import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.Derived;
import io.sluice.store.MemberChunk;
import io.sluice.store.ResourceStore;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import java.util.Optional;

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

    /** A group with a page of its members; {@code next} is what the following page comes after. */
    public record GroupPage(StoredResource group, Optional<ResourceId> next) {}

    /** The resource is read without members, then the page alone: two small look-ups, whatever the size of the group. */
    public Future<GroupPage> page(
            TenantId tenant, ResourceType type, ResourceId id, Projection projection, MembersPage page) {
        Derived derived = Deriving.of(type, projection);
        boolean members = derived.members() && page.count() > 0;
        Derived others = new Derived(derived.groups(), derived.indirect(), false, derived.manager());
        return store.find(tenant, type, id, others)
                .map(found -> found.orElseThrow(() -> ScimProblem.notFound().exception()))
                .compose(group -> members
                        ? store.memberChunk(tenant, id, page.after(), page.count())
                                .map(chunk -> new GroupPage(group.withDerived(list(chunk)), chunk.next()))
                        : Future.succeededFuture(new GroupPage(group, Optional.empty())));
    }

    /** The members of an open resource that follow those it came with, about so many bytes of them. */
    public Future<MemberChunk> members(TenantId tenant, ResourceId group, ResourceId after, int bytes) {
        return store.memberChunk(
                tenant, group, after, Math.clamp(bytes / MembersPage.TYPICAL_MEMBER, 1, MembersPage.MOST));
    }

    private static String list(MemberChunk chunk) {
        return chunk.elements().isEmpty() ? "" : ",\"members\":[" + chunk.elements() + "]";
    }
}
