package io.sluice.store.pg;

import io.sluice.patch.Member;
import io.sluice.patch.MembershipDelta;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.scim.Version;
import io.sluice.store.Chunk;
import io.sluice.store.Creation;
import io.sluice.store.Derived;
import io.sluice.store.ListQuery;
import io.sluice.store.MemberChunk;
import io.sluice.store.NewResource;
import io.sluice.store.Place;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceStore;
import io.sluice.store.ResourceWrite;
import io.sluice.store.StoredDocument;
import io.sluice.store.StoredResource;
import io.sluice.store.WriteOutcome;
import io.sluice.store.pg.SharedMemberships.Membership;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** The directory in PostgreSQL: reads by {@link ResourceSql}, each write one call of a function of {@code R__write_functions.sql}. */
public final class PgResourceStore implements ResourceStore {
    private static final Version FIRST = new Version(1);

    private final Doors doors;
    private final ResourceSql sql;
    private final SharedLookups lookups;
    private final SharedMemberships memberships;
    private final PageQuery pages;
    private final Supplier<String> baseUrl;

    /** @param baseUrl of SCIM, for the {@code $ref} of derived attributes; asked at each read */
    public PgResourceStore(Doors doors, ResourceTypes types, Supplier<String> baseUrl) {
        this.doors = doors;
        this.sql = new ResourceSql(types.all());
        this.lookups = new SharedLookups(doors);
        this.memberships = new SharedMemberships(doors);
        this.pages = new PageQuery(doors, lookups, sql, baseUrl);
        this.baseUrl = baseUrl;
    }

    @Override
    public Future<StoredResource> create(
            TenantId tenant, ResourceType type, StoredDocument document, MembershipDelta members) {
        ResourceId id = ResourceIds.next();
        return doors.write(rows(members), WriteCalls.CREATE, WriteCalls.create(tenant, type, id, document, members))
                .map(rows -> rows.iterator().next())
                .map(row -> switch (row.getString("outcome")) {
                    case "done" ->
                        new StoredResource(
                                type.name(),
                                id,
                                written(row).version(),
                                written(row).documentVersion(),
                                written(row).created(),
                                written(row).lastModified(),
                                document.json());
                    case "uniqueness" -> throw uniqueness(type).exception();
                    case "member" -> throw missing(row).exception();
                    default -> throw new IllegalStateException("unknown outcome of resource_create");
                });
    }

    @Override
    public Future<List<Creation>> createAll(TenantId tenant, List<NewResource> resources) {
        List<ResourceId> ids =
                resources.stream().map(resource -> ResourceIds.next()).toList();
        return doors.write(WriteCalls.CREATE_ALL, WriteCalls.createAll(tenant, ids, resources))
                .map(rows -> {
                    List<Creation> creations = new ArrayList<>();
                    rows.forEach(row -> creations.add(creation(row, resources.get(creations.size()))));
                    return creations;
                });
    }

    private static Creation creation(Row row, NewResource resource) {
        return switch (row.getString("outcome")) {
            case "done" -> {
                Instant made = row.getOffsetDateTime("made").toInstant();
                yield new Creation.Made(new StoredResource(
                        resource.type().name(),
                        new ResourceId(row.getUUID("new_id")),
                        FIRST,
                        FIRST,
                        made,
                        made,
                        resource.document().json()));
            }
            case "uniqueness" -> new Creation.Refused(uniqueness(resource.type()));
            case "member" -> new Creation.Refused(missing(row));
            default -> throw new IllegalStateException("unknown outcome of resource_create_all");
        };
    }

    @Override
    public Future<Optional<StoredResource>> find(TenantId tenant, ResourceType type, ResourceId id, Derived derived) {
        List<Object> values = new ArrayList<>(List.of(Long.toString(tenant.value()), id.value(), type.name()));
        if (DerivedSql.derives(type.name(), derived)) {
            values.add(baseUrl.get());
        }
        String text = sql.find(type.name(), derived);
        // A group may have any number of members; reading them all must not stand in front of look-ups.
        boolean bounded = !(type.name().equals("Group") && derived.members());
        return (bounded
                        ? lookups.find(text, values, ResourceSql.ID)
                        : doors.scan(text, Tuple.wrap(values)).map(SharedLookups::list))
                .map(rows -> rows.stream().findFirst().map(ResourceRow::read));
    }

    @Override
    public Future<Chunk> chunk(TenantId tenant, ListQuery query) {
        return pages.chunk(tenant, query);
    }

    @Override
    public Future<Long> total(TenantId tenant, ListQuery query) {
        return pages.total(tenant, query);
    }

    @Override
    public Future<Optional<Place>> back(TenantId tenant, ListQuery query, Place place, int steps) {
        return pages.back(tenant, query, place, steps);
    }

    @Override
    public Future<WriteOutcome> write(TenantId tenant, ResourceType type, ResourceId id, ResourceWrite write) {
        return Membership.of(type, id, write)
                .map(membership -> memberships.write(tenant, membership))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(done -> done.map(Future::succeededFuture).orElseGet(() -> writeAlone(tenant, type, id, write)))
                .map(row -> switch (row.getString("outcome")) {
                    case "done" -> written(row);
                    case "stale" -> new WriteOutcome.Stale();
                    case "gone" -> throw ScimProblem.notFound().exception();
                    case "precondition" -> throw ScimProblem.versionMismatch().exception();
                    case "member" -> throw missing(row).exception();
                    case "held" -> throw ScimProblem.held().exception();
                    case "rejected" -> throw ScimProblem.rejected().exception();
                    default -> throw new IllegalStateException("unknown outcome of resource_write");
                });
    }

    private Future<Row> writeAlone(TenantId tenant, ResourceType type, ResourceId id, ResourceWrite write) {
        return doors.write(rows(write.members()), WriteCalls.WRITE, WriteCalls.write(tenant, type, id, write))
                .map(rows -> rows.iterator().next());
    }

    @Override
    public Future<MemberChunk> memberChunk(TenantId tenant, ResourceId group, ResourceId after, int count) {
        Tuple parameters = Tuple.of(Long.toString(tenant.value()), group.value(), after.value(), count, baseUrl.get());
        return doors.scan(sql.memberChunk(), parameters).map(rows -> {
            if (rows.size() == 0) {
                throw ScimProblem.notFound().exception();
            }
            return ResourceRow.members(rows.iterator().next(), 0);
        });
    }

    @Override
    public Future<List<Member>> members(TenantId tenant, ResourceId group) {
        return doors.scan(ResourceSql.members(), Tuple.of(Long.toString(tenant.value()), group.value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Member(new ResourceId(row.getUUID(0)), row.getString(1), row.getString(2)))
                        .toList());
    }

    @Override
    public Future<Void> delete(TenantId tenant, ResourceType type, ResourceId id, Precondition precondition) {
        return doors.write(WriteCalls.DELETE, WriteCalls.delete(tenant, type, id, precondition))
                .map(rows -> switch (rows.iterator().next().getString(0)) {
                    case "done" -> null;
                    case "gone" -> throw ScimProblem.notFound().exception();
                    case "precondition" -> throw ScimProblem.versionMismatch().exception();
                    case "held" -> throw ScimProblem.held().exception();
                    case "rejected" -> throw ScimProblem.rejected().exception();
                    default -> throw new IllegalStateException("unknown outcome of resource_delete");
                });
    }

    private static WriteOutcome.Written written(Row row) {
        return new WriteOutcome.Written(
                new Version(row.getLong("version")),
                new Version(row.getLong("document_version")),
                row.getOffsetDateTime("created").toInstant(),
                row.getOffsetDateTime("last_modified").toInstant());
    }

    /** About how many rows it touches; a replacement touches the members that are there, whose number is not known. */
    private static int rows(MembershipDelta members) {
        return members.replace()
                ? Integer.MAX_VALUE
                : members.add().size() + members.remove().size();
    }

    private static ScimProblem uniqueness(ResourceType type) {
        return ScimProblem.uniqueness(
                type.uniqueAttribute().map(AttributeDefinition::name).orElse("id"));
    }

    private static ScimProblem missing(Row row) {
        return UnknownMembers.problem(row.getArrayOfUUIDs("missing"));
    }
}
