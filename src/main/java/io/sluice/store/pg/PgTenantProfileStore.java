package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.Definitions;
import io.sluice.store.TenantLimits;
import io.sluice.store.TenantProfile;
import io.sluice.store.TenantProfileStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Profiles of tenants in PostgreSQL. */
public final class PgTenantProfileStore implements TenantProfileStore {
    private static final String FIND = "/* profile */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT f.version, f.suspended, f.per_second, f.burst, f.in_flight
                FROM sluice.tenant_profile f WHERE f.tenant_id = t.tenant_id OFFSET 0) x
            """;
    private static final String SUSPEND = "/* profile_suspend */ SELECT sluice.profile_suspend($1, $2)";
    private static final String LIMIT = "/* profile_limit */ SELECT sluice.profile_limit($1, $2, $3, $4)";

    private final Doors doors;
    private final PgDefinitionStore definitions;

    public PgTenantProfileStore(Doors doors) {
        this.doors = doors;
        this.definitions = new PgDefinitionStore(doors);
    }

    @Override
    public Future<TenantProfile> find(TenantId tenant) {
        return doors.lookup(FIND, Tuple.of(Long.toString(tenant.value())))
                .compose(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> definitions.find(tenant).map(own -> profile(row, own)))
                        .orElseGet(() -> Future.succeededFuture(TenantProfile.PLAIN)));
    }

    @Override
    public Future<Void> suspend(TenantId tenant, boolean suspended) {
        return doors.write(SUSPEND, Tuple.of(tenant.value(), suspended)).mapEmpty();
    }

    @Override
    public Future<Void> limit(TenantId tenant, Optional<TenantLimits> limits) {
        Tuple parameters = Tuple.of(tenant.value());
        limits.ifPresentOrElse(
                own -> parameters
                        .addInteger(own.perSecond())
                        .addInteger(own.burst())
                        .addInteger(own.inFlight()),
                () -> parameters.addValue(null).addValue(null).addValue(null));
        return doors.write(LIMIT, parameters).mapEmpty();
    }

    /** The definitions may be newer than the row, never older: then the next look-up brings the next version. */
    private static TenantProfile profile(Row row, Definitions own) {
        boolean plain = own.schemas().isEmpty()
                && own.types().isEmpty()
                && own.matching().isEmpty();
        return new TenantProfile(
                row.getLong("version"),
                row.getBoolean("suspended"),
                plain ? TenantProfile.PLAIN.types() : own.assembled(),
                limits(row));
    }

    private static Optional<TenantLimits> limits(Row row) {
        @Nullable Integer perSecond = row.getInteger("per_second");
        return perSecond == null
                ? Optional.empty()
                : Optional.of(new TenantLimits(perSecond, row.getInteger("burst"), row.getInteger("in_flight")));
    }
}
