package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.Credential;
import io.sluice.store.CredentialStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.Optional;

/** Credentials in PostgreSQL. Row level security shows a statement only the credential whose digest it presents. */
public final class PgCredentialStore implements CredentialStore {
    private static final String FIND = """
            /* credential */ WITH p AS MATERIALIZED (SELECT set_config('sluice.credential', $1::text, true) AS digest)
            SELECT x.tenant_id, x.credential_id FROM p CROSS JOIN LATERAL (
                SELECT c.tenant_id, c.credential_id FROM sluice.credential c
                WHERE c.digest = $2 AND p.digest IS NOT NULL AND c.expires > now() OFFSET 0) x
            """;

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
                                .map(row -> new Credential(new TenantId(row.getLong(0)), row.getUUID(1))));
    }
}
