package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.Credential;
import io.sluice.store.CredentialStore;
import io.sluice.store.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Credentials in PostgreSQL. Row level security shows a statement only the credential whose digest it presents. */
public final class PgCredentialStore implements CredentialStore {
    private static final String FIND = """
            /* credential */ WITH p AS MATERIALIZED (SELECT set_config('sluice.credential', $1::text, true) AS digest)
            SELECT x.tenant_id, n.name, x.credential_id, x.scopes, coalesce(v.version, 0) AS profile_version FROM p CROSS JOIN LATERAL (
                SELECT c.tenant_id, c.credential_id, array_to_string(c.scopes, ' ') AS scopes FROM sluice.credential c
                WHERE c.digest = $2 AND p.digest IS NOT NULL AND c.expires > now() OFFSET 0) x
            JOIN sluice.tenant n ON n.tenant_id = x.tenant_id
            CROSS JOIN LATERAL (SELECT set_config('sluice.tenant', x.tenant_id::text, true)::bigint AS tenant_id OFFSET 0) t
            LEFT JOIN LATERAL (
                SELECT f.version FROM sluice.tenant_profile f WHERE f.tenant_id = t.tenant_id OFFSET 0) v ON TRUE
            """;
    private static final String USED = "/* credential_used */ SELECT sluice.credential_used($1, $2)";

    private final Doors doors;

    public PgCredentialStore(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<Optional<Credential>> find(byte[] digest) {
        return doors.lookup(FIND, Tuple.of(HexFormat.of().formatHex(digest), Buffer.buffer(digest)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new Credential(
                                        new TenantId(row.getLong(0)),
                                        row.getString(1),
                                        row.getUUID(2),
                                        Scope.known(row.getString(3)),
                                        row.getLong(4))));
    }

    @Override
    public Future<Void> used(Map<UUID, TenantId> credentials) {
        Long[] tenants = credentials.values().stream().map(TenantId::value).toArray(Long[]::new);
        UUID[] ids = credentials.keySet().toArray(UUID[]::new);
        return doors.write(USED, Tuple.tuple().addArrayOfLong(tenants).addArrayOfUUID(ids))
                .mapEmpty();
    }
}
