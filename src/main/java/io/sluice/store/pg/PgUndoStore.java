package io.sluice.store.pg;

import io.sluice.patch.MembershipDelta;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.UndoStore;
import io.sluice.store.Undone;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Undo from the change rows: first what resources were, some hundred in a transaction; then memberships, a group in a transaction. Each step
 * looks at what there is by then, so nothing is undone twice and whatever is interrupted can be done again.
 */
public final class PgUndoStore implements UndoStore {
    private static final String AUTHOR = " undo";
    private static final int MOST = 200_000;
    private static final int AT_ONCE = 200;

    /** Less than an idle connection may take. */
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private final Vertx vertx;
    private final Doors doors;
    private final PgTenantProfileStore profiles;

    public PgUndoStore(Vertx vertx, Doors doors) {
        this.vertx = vertx;
        this.doors = doors;
        this.profiles = new PgTenantProfileStore(doors);
    }

    private record Window(TenantId tenant, Instant since, Instant until, ResourceTypes types, long end) {
        Tuple parameters() {
            return Tuple.of(
                    Long.toString(tenant.value()), since.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC));
        }

        boolean isTimeUp() {
            return System.nanoTime() - end > 0;
        }
    }

    /** @param created what was made in the window */
    private record Found(List<Row> changed, Set<UUID> created, int left) {}

    @Override
    public Future<Undone> undo(TenantId tenant, Instant since, Instant until) {
        long end = System.nanoTime() + LONGEST.toNanos();
        return CurrentRequest.workFor(
                vertx,
                AUTHOR,
                () -> profiles.find(tenant).compose(profile -> {
                    Window window = new Window(tenant, since, until, profile.types(), end);
                    return resources(window)
                            .compose(found -> documents(window, found.changed, new Undone(0, 0, 0, found.left, true))
                                    .compose(undone -> members(window)
                                            .compose(groups -> memberships(window, found.created, groups, undone))));
                }));
    }

    private Future<Found> resources(Window window) {
        return doors.scan(UndoSql.RESOURCES, window.parameters().addLong(MOST + 1L))
                .map(rows -> {
                    if (rows.size() > MOST) {
                        throw ScimProblem.tooMany(
                                        "More than " + MOST + " resources changed in this time; undo a part of it.")
                                .exception();
                    }
                    List<Row> changed = new ArrayList<>();
                    Set<UUID> created = new HashSet<>();
                    int left = 0;
                    for (Row row : rows) {
                        if (row.getBoolean("created")) {
                            created.add(row.getUUID("resource_id"));
                        } else if (row.getBoolean("later")) {
                            left++;
                        } else {
                            changed.add(row);
                        }
                    }
                    return new Found(changed, created, left);
                });
    }

    private Future<Undone> documents(Window window, List<Row> rest, Undone undone) {
        if (rest.isEmpty() || window.isTimeUp()) {
            return Future.succeededFuture(undone.plus(new Undone(0, 0, 0, 0, rest.isEmpty())));
        }
        List<Row> some = rest.subList(0, Math.min(AT_ONCE, rest.size()));
        Tuple keys = Tuple.of(Long.toString(window.tenant.value()))
                .addArrayOfOffsetDateTime(
                        some.stream().map(row -> row.getOffsetDateTime("at")).toArray(OffsetDateTime[]::new))
                .addArrayOfLong(
                        some.stream().map(row -> row.getLong("change_id")).toArray(Long[]::new));
        return doors.scan(UndoSql.DOCUMENTS, keys)
                .compose(rows -> restore(window, rows))
                .compose(more -> documents(window, rest.subList(some.size(), rest.size()), undone.plus(more)));
    }

    private Future<Undone> restore(Window window, RowSet<Row> rows) {
        List<Restoration> all = new ArrayList<>();
        int impossible = 0;
        for (Row row : rows) {
            if (!Restoration.isNeedless(row)) {
                impossible += Restoration.of(row, window.types).filter(all::add).isPresent() ? 0 : 1;
            }
        }
        Undone left = new Undone(0, 0, 0, impossible, true);
        if (all.isEmpty()) {
            return Future.succeededFuture(left);
        }
        return doors.write(UndoSql.RESTORE, Restoration.parameters(window.tenant, all))
                .map(outcomes -> {
                    Undone undone = left;
                    int place = 0;
                    for (Row outcome : outcomes) {
                        boolean gone = all.get(place++).base() == null;
                        boolean done = outcome.getString(0).equals("done");
                        undone = undone.plus(
                                new Undone(done && !gone ? 1 : 0, done && gone ? 1 : 0, 0, done ? 0 : 1, true));
                    }
                    return undone;
                });
    }

    private Future<List<Row>> members(Window window) {
        return doors.scan(UndoSql.MEMBERS, window.parameters())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }

    private Future<Undone> memberships(Window window, Set<UUID> created, List<Row> groups, Undone undone) {
        if (groups.isEmpty() || window.isTimeUp()) {
            return Future.succeededFuture(undone.plus(new Undone(0, 0, 0, 0, groups.isEmpty())));
        }
        Row group = groups.getFirst();
        ResourceId id = new ResourceId(group.getUUID("group_id"));
        Set<ResourceId> lost = ids(listed(group, "lost"));
        Set<ResourceId> gained = ids(listed(group, "gained").filter(member -> !created.contains(member)));
        Future<Integer> done = created.contains(id.value())
                ? Future.succeededFuture(0)
                : write(
                        window.tenant,
                        window.types.byName(group.getString("type")).orElseThrow(),
                        id,
                        lost,
                        gained);
        return done.compose(count -> memberships(
                window, created, groups.subList(1, groups.size()), undone.plus(new Undone(0, 0, count, 0, true))));
    }

    /** Without the members that there are no longer. How many memberships were written. */
    private Future<Integer> write(
            TenantId tenant, ResourceType type, ResourceId group, Set<ResourceId> lost, Set<ResourceId> gained) {
        if (lost.isEmpty() && gained.isEmpty()) {
            return Future.succeededFuture(0);
        }
        ResourceWrite write = new ResourceWrite(
                Precondition.NONE, new DocumentChange.Unchanged(), new MembershipDelta(false, lost, gained));
        return doors.write(WriteCalls.WRITE, WriteCalls.write(tenant, type, group, write))
                .map(rows -> rows.iterator().next())
                .compose(row -> switch (row.getString("outcome")) {
                    case "done" -> Future.succeededFuture(lost.size() + gained.size());
                    case "member" -> {
                        Set<ResourceId> there = new HashSet<>(lost);
                        there.removeAll(ids(Stream.of(row.getArrayOfUUIDs("missing"))));
                        yield write(tenant, type, group, there, gained);
                    }
                    default -> Future.succeededFuture(0);
                });
    }

    private static Stream<UUID> listed(Row row, String column) {
        String ids = row.getString(column);
        return ids.isEmpty() ? Stream.empty() : Stream.of(ids.split(" ")).map(UUID::fromString);
    }

    private static Set<ResourceId> ids(Stream<UUID> ids) {
        Set<ResourceId> set = new HashSet<>();
        ids.forEach(id -> set.add(new ResourceId(id)));
        return set;
    }
}
