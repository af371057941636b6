package io.sluice.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.patch.MembershipDelta;
import io.sluice.patch.PatchPlan;
import io.sluice.patch.PatchRequest;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.scim.Version;
import io.sluice.store.Derived;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceStore;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.StoredResource;
import io.sluice.store.WriteOutcome;
import io.vertx.core.Future;
import java.util.List;

/**
 * PATCH (RFC 7644 section 3.5.2). A request that touches members alone never reads the group: it is one write of the rows it names. Anything
 * else is an edit of the document, in one write with the members it also changes.
 */
public final class PatchResource {
    private final ResourceStore store;
    private final DocumentEdit edits;

    public PatchResource(ResourceStore store) {
        this.store = store;
        this.edits = new DocumentEdit(store);
    }

    /** What the body of a request asks for, on whatever thread. Refuses with 400 what is not understood. */
    public static PatchPlan plan(ResourceType type, JsonNode body) {
        return PatchPlan.of(type, PatchRequest.parse(body));
    }

    /** The version after the patch, for an answer without a body. */
    public Future<Version> patch(
            TenantId tenant, ResourceType type, ResourceId id, Precondition precondition, PatchPlan plan) {
        if (plan.touchesDocument()) {
            return edit(tenant, type, id, precondition, plan, Derived.NONE).map(StoredResource::version);
        }
        return delta(tenant, id, plan)
                .compose(members -> store.write(
                        tenant, type, id, new ResourceWrite(precondition, new DocumentChange.Unchanged(), members)))
                .map(outcome -> switch (outcome) {
                    case WriteOutcome.Written written -> written.version();
                    case WriteOutcome.Stale stale ->
                        throw new IllegalStateException("a write without a document cannot be stale");
                });
    }

    /** The resource after the patch, for an answer that shows it. */
    public Future<StoredResource> patchAndGet(
            TenantId tenant,
            ResourceType type,
            ResourceId id,
            Precondition precondition,
            PatchPlan plan,
            Projection projection) {
        return edit(tenant, type, id, precondition, plan, Deriving.of(type, projection));
    }

    private Future<StoredResource> edit(
            TenantId tenant,
            ResourceType type,
            ResourceId id,
            Precondition precondition,
            PatchPlan plan,
            Derived derived) {
        return edits.apply(tenant, type, id, precondition, derived, before -> {
            ObjectNode after = plan.apply(before);
            return delta(tenant, id, plan).map(members -> new Edit(after, members));
        });
    }

    private Future<MembershipDelta> delta(TenantId tenant, ResourceId id, PatchPlan plan) {
        return plan.needsMembers()
                ? store.members(tenant, id).map(plan::members)
                : Future.succeededFuture(plan.members(List.of()));
    }
}
