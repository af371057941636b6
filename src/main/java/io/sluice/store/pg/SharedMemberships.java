package io.sluice.store.pg;

import io.sluice.patch.MembershipDelta;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Single memberships of a tenant's groups that several requests add or take away at the same time are one transaction: Entra sends them by the
 * thousand, each in a PATCH of its own, and each alone would be a commit, a version and a change row with a round trip for itself. Each request
 * keeps its own outcome, version and change row.
 */
final class SharedMemberships {
    /** Memberships of a transaction. Each added one holds a place in the server's table of locks, which has 64 for each connection. */
    private static final int MOST = 32;

    private static final Future<Optional<Row>> ALONE = Future.succeededFuture(Optional.empty());

    private final Doors doors;
    private final Gatherings<TenantId, Membership, Optional<Row>> gatherings =
            new Gatherings<>(MOST, Membership::mayGoWith, this::write);

    SharedMemberships(Doors doors) {
        this.doors = doors;
    }

    /**
     * One member that a request adds to a group, or takes away.
     *
     * @param author see {@link CurrentRequest#author}
     */
    record Membership(ResourceId group, ResourceId member, boolean adds, String author) {

        /** What a write is, if it is nothing else. */
        static Optional<Membership> of(ResourceType type, ResourceId id, ResourceWrite write) {
            MembershipDelta members = write.members();
            boolean single = type.name().equals("Group")
                    && write.precondition().isNone()
                    && write.document() instanceof DocumentChange.Unchanged
                    && !members.replace()
                    && members.add().size() + members.remove().size() == 1;
            return single ? Optional.of(of(id, members)) : Optional.empty();
        }

        private static Membership of(ResourceId group, MembershipDelta members) {
            boolean adds = !members.add().isEmpty();
            return new Membership(
                    group, (adds ? members.add() : members.remove()).iterator().next(), adds, CurrentRequest.author());
        }

        /** One membership comes once in a transaction, so that what became of it is clear. */
        private boolean mayGoWith(List<Membership> others) {
            return others.stream().noneMatch(other -> group.equals(other.group) && member.equals(other.member));
        }
    }

    /** A row as of {@link WriteCalls#WRITE}; empty where the write has to be made alone, and nothing of it is done. */
    Future<Optional<Row>> write(TenantId tenant, Membership membership) {
        return doors.writes().isTransaction() ? ALONE : gatherings.ask(tenant, membership);
    }

    private Future<List<Optional<Row>>> write(TenantId tenant, List<Membership> memberships) {
        List<Optional<Row>> alone = Collections.nCopies(memberships.size(), Optional.empty());
        if (memberships.size() == 1) {
            return Future.succeededFuture(alone);
        }
        return doors.writeTogether(WriteCalls.MEMBERSHIPS, WriteCalls.memberships(tenant, memberships))
                .map(rows -> rows.map(SharedMemberships::outcomes).orElse(alone));
    }

    private static List<Optional<Row>> outcomes(RowSet<Row> rows) {
        List<Optional<Row>> outcomes = new ArrayList<>(rows.size());
        rows.forEach(row -> outcomes.add(
                Optional.of(row).filter(one -> !one.getString("outcome").equals("alone"))));
        return outcomes;
    }
}
