package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.Hold;
import io.sluice.store.HoldStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Holds in PostgreSQL, so that every replica goes by them at once. */
public final class PgHoldStore implements HoldStore {
    private static final String FIND = "/* hold */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT h.state, h.since, (
                        SELECT count(*) FROM sluice.deprovisioned d
                        WHERE d.tenant_id = t.tenant_id AND d.at > now() - interval '40 minutes') AS users,
                    greatest(20, floor((
                        coalesce((SELECT sum(c.total) FROM sluice.resource_count c WHERE c.tenant_id = t.tenant_id AND c.type = 'User'), 0)
                        + coalesce((SELECT sum(n.delta) FROM sluice.resource_count_delta n WHERE n.tenant_id = t.tenant_id AND n.type = 'User'), 0)
                    ) / 10.0))::bigint AS threshold
                FROM sluice.deprovisioning_hold h WHERE h.tenant_id = t.tenant_id OFFSET 0) x
            """;
    private static final String ARM = "/* hold_arm */ SELECT sluice.hold_arm($1, $2)";
    private static final String DECIDE = "/* hold_decide */ SELECT sluice.hold_decide($1, $2)";

    private final Doors doors;

    public PgHoldStore(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<Optional<Hold>> find(TenantId tenant) {
        return doors.lookup(FIND, Tuple.of(Long.toString(tenant.value())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new Hold(
                                row.getString("state"),
                                row.getOffsetDateTime("since").toInstant(),
                                row.getLong("users"),
                                row.getLong("threshold"))));
    }

    @Override
    public Future<Void> arm(TenantId tenant, boolean on) {
        return doors.write(ARM, Tuple.of(tenant.value(), on)).mapEmpty();
    }

    @Override
    public Future<Boolean> decide(TenantId tenant, boolean allow) {
        return doors.write(DECIDE, Tuple.of(tenant.value(), allow))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
