package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.Tenant;
import io.sluice.store.TenantStore;
import io.sluice.store.TenantToken;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Tenants and tokens in PostgreSQL. Row level security shows a statement only the tokens of the tenant that it names. */
public final class PgTenantStore implements TenantStore {
    private static final String TENANTS = """
            /* tenants */ SELECT n.name, n.created FROM sluice.tenant n WHERE n.name > $1 ORDER BY n.name LIMIT $2
            """;
    private static final String TENANT = "/* tenant */ SELECT n.tenant_id FROM sluice.tenant n WHERE n.name = $1";
    private static final String TOKENS = "/* tokens */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT c.credential_id, c.created, CASE WHEN isfinite(c.expires) THEN c.expires END AS expires
                FROM sluice.credential c WHERE c.tenant_id = t.tenant_id
                ORDER BY c.created, c.credential_id OFFSET 0) x
            """;
    private static final String CREATE = """
            /* tenant_create */ SELECT x.credential_id, x.created, NULL::timestamptz AS expires
            FROM sluice.tenant_create($1, $2) x WHERE x.credential_id IS NOT NULL
            """;
    private static final String ADD = """
            /* credential_add */ SELECT x.credential_id, x.created, $3 AS expires
            FROM sluice.credential_add($1, $2, $3) x
            """;
    private static final String REVOKE = "/* credential_revoke */ SELECT sluice.credential_revoke($1, $2)";

    private final Doors doors;

    public PgTenantStore(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<List<Tenant>> after(String name, int limit) {
        return doors.lookup(TENANTS, Tuple.of(name, (long) limit))
                .map(rows -> stream(rows)
                        .map(row -> new Tenant(row.getString(0), instant(row, 1).orElseThrow()))
                        .toList());
    }

    @Override
    public Future<Optional<TenantId>> find(String name) {
        return doors.lookup(TENANT, Tuple.of(name))
                .map(rows -> stream(rows).findFirst().map(row -> new TenantId(row.getLong(0))));
    }

    @Override
    public Future<Optional<TenantToken>> create(String name, byte[] digest) {
        return doors.write(CREATE, Tuple.of(name, Buffer.buffer(digest)))
                .map(rows -> stream(rows).findFirst().map(PgTenantStore::token));
    }

    @Override
    public Future<List<TenantToken>> tokens(TenantId tenant) {
        return doors.lookup(TOKENS, Tuple.of(Long.toString(tenant.value())))
                .map(rows -> stream(rows).map(PgTenantStore::token).toList());
    }

    @Override
    public Future<TenantToken> addToken(TenantId tenant, byte[] digest, Optional<Instant> expires) {
        @Nullable
        OffsetDateTime until =
                expires.map(moment -> moment.atOffset(ZoneOffset.UTC)).orElse(null);
        return doors.write(ADD, Tuple.of(tenant.value(), Buffer.buffer(digest)).addValue(until))
                .map(rows -> token(rows.iterator().next()));
    }

    @Override
    public Future<Boolean> revoke(TenantId tenant, UUID token) {
        return doors.write(REVOKE, Tuple.of(tenant.value(), token))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static TenantToken token(Row row) {
        return new TenantToken(row.getUUID(0), instant(row, 1).orElseThrow(), instant(row, 2));
    }

    private static Optional<Instant> instant(Row row, int column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
