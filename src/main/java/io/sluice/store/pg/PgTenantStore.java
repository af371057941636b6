package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.Scope;
import io.sluice.store.Tenant;
import io.sluice.store.TenantStore;
import io.sluice.store.TenantToken;
import io.sluice.store.TokenGrant;
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
import java.util.Set;
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
                SELECT c.credential_id, c.created, CASE WHEN isfinite(c.expires) THEN c.expires END AS expires,
                    array_to_string(c.scopes, ' ') AS scopes, c.last_used
                FROM sluice.credential c WHERE c.tenant_id = t.tenant_id AND c.client_id IS NULL
                ORDER BY c.created, c.credential_id OFFSET 0) x
            """;
    private static final String CREATE = """
            /* tenant_create */ SELECT sluice.tenant_create($1, $2, $3, $4)
            """;
    private static final String ADD = """
            /* credential_add */ SELECT sluice.credential_add($1, $2, $3, $4, $5)
            """;
    private static final String DELETE = "/* tenant_delete */ SELECT sluice.tenant_delete($1)";
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
    public Future<Optional<TenantToken>> create(String name, UUID token, byte[] digest) {
        Tuple parameters = Tuple.of(name, token, Buffer.buffer(digest)).addArrayOfString(words(Scope.ALL));
        return doors.write(CREATE, parameters)
                .map(rows -> instant(rows.iterator().next(), 0)
                        .map(created ->
                                new TenantToken(token, created, Optional.empty(), Scope.ALL, Optional.empty())));
    }

    @Override
    public Future<Void> delete(TenantId tenant) {
        return doors.write(DELETE, Tuple.of(tenant.value())).mapEmpty();
    }

    @Override
    public Future<List<TenantToken>> tokens(TenantId tenant) {
        return doors.lookup(TOKENS, Tuple.of(Long.toString(tenant.value())))
                .map(rows -> stream(rows).map(PgTenantStore::token).toList());
    }

    @Override
    public Future<TenantToken> addToken(TenantId tenant, UUID token, byte[] digest, TokenGrant grant) {
        @Nullable
        OffsetDateTime until =
                grant.expires().map(moment -> moment.atOffset(ZoneOffset.UTC)).orElse(null);
        Tuple parameters = Tuple.of(tenant.value(), token, Buffer.buffer(digest))
                .addValue(until)
                .addArrayOfString(words(grant.scopes()));
        return doors.write(ADD, parameters).map(rows -> {
            Instant created = instant(rows.iterator().next(), 0).orElseThrow();
            return new TenantToken(token, created, grant.expires(), grant.scopes(), Optional.empty());
        });
    }

    @Override
    public Future<Boolean> revoke(TenantId tenant, UUID token) {
        return doors.write(REVOKE, Tuple.of(tenant.value(), token))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static TenantToken token(Row row) {
        return new TenantToken(
                row.getUUID(0),
                instant(row, 1).orElseThrow(),
                instant(row, 2),
                Scope.known(row.getString(3)),
                instant(row, 4));
    }

    private static String[] words(Set<Scope> scopes) {
        return Scope.words(scopes).toArray(String[]::new);
    }

    private static Optional<Instant> instant(Row row, int column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
