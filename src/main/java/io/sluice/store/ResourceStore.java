package io.sluice.store;

import io.sluice.patch.Member;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The directory of each tenant. Every call sees and touches the rows of its tenant only. A write is durable, and its change row written,
 * when the future succeeds. Refusals are {@link io.sluice.scim.ScimException}s: 409 uniqueness, 404 for a resource that is gone, 412 for a
 * precondition that fails, 400 invalidValue for a member that the tenant does not have, 503 when the database cannot answer in time.
 */
public interface ResourceStore {

    /** Stores a new resource under an id that the store makes; {@code members} is what a group starts with. Its answer has nothing derived. */
    Future<StoredResource> create(TenantId tenant, ResourceType type, StoredDocument document, MembershipDelta members);

    /**
     * Creates each in a transaction that all share, and tells what became of each, in their order: one that is refused undoes none of the
     * others. Fails only where nothing was created. The caller keeps their number small.
     */
    Future<List<Creation>> createAll(TenantId tenant, List<NewResource> resources);

    Future<Optional<StoredResource>> find(TenantId tenant, ResourceType type, ResourceId id, Derived derived);

    /** The first {@link ListQuery#count} resources of the query, in one statement; the caller keeps the count small. */
    Future<Chunk> chunk(TenantId tenant, ListQuery query);

    /** How many resources match the query, wherever it begins. */
    Future<Long> total(TenantId tenant, ListQuery query);

    /** The place {@code steps} resources before {@code place} and one more, after which they begin; empty where that is the start. */
    Future<Optional<Place>> back(TenantId tenant, ListQuery query, Place place, int steps);

    /** Applies the whole write or nothing. A write that changes nothing keeps version and lastModified and leaves no change row. */
    Future<WriteOutcome> write(TenantId tenant, ResourceType type, ResourceId id, ResourceWrite write);

    /**
     * Up to {@code count} members of a group whose ids come after {@code after}. Holds nothing afterwards. Fails with 404 when the group
     * is gone, so that one deleted between two chunks never looks read to its end.
     */
    Future<MemberChunk> memberChunk(TenantId tenant, ResourceId group, ResourceId after, int count);

    /** The members of a group, for the rare PATCH whose filter looks at more than {@code value}; empty where there is no such group. */
    Future<List<Member>> members(TenantId tenant, ResourceId group);

    /** Removes the resource, its memberships on both sides, and counts up the versions of the groups it was in. */
    Future<Void> delete(TenantId tenant, ResourceType type, ResourceId id, Precondition precondition);
}
