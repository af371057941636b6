package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.AccessOutcome;
import io.sluice.store.AccessRequest;
import io.sluice.store.ClientProof;
import io.sluice.store.ClientStore;
import io.sluice.store.Credential;
import io.sluice.store.IssuerPins;
import io.sluice.store.Scope;
import io.sluice.store.TrustedIssuer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Clients in PostgreSQL. Row level security shows a statement only the secret, or the issuers, whose digest it presents. */
public final class PgClientStore implements ClientStore {
    private static final String PRESENTED =
            "WITH p AS MATERIALIZED (SELECT set_config('sluice.credential', $1::text, true) AS digest)";
    private static final String SECRET = "/* client_secret */ " + PRESENTED + """

            SELECT x.tenant_id, x.client_id, x.secret_id FROM p CROSS JOIN LATERAL (
                SELECT c.tenant_id, c.client_id, c.secret_id FROM sluice.client_secret c
                WHERE c.digest = $2 AND p.digest IS NOT NULL AND c.expires > now() OFFSET 0) x
            """;
    private static final String ISSUERS = "/* client_issuer */ " + PRESENTED + """

            SELECT x.* FROM p CROSS JOIN LATERAL (
                SELECT c.tenant_id, c.client_id, c.issuer_id, c.use, c.issuer, c.directory, c.audience, c.subject, c.app, c.keys
                FROM sluice.client_issuer c WHERE c.digest = $2 AND p.digest IS NOT NULL OFFSET 0) x
            """;
    private static final String CLIENT = "/* client */ " + ResourceSql.TENANT + """
            SELECT n.name, x.scopes, coalesce(v.version, 0) AS profile_version FROM t CROSS JOIN LATERAL (
                SELECT array_to_string(c.scopes, ' ') AS scopes FROM sluice.client c
                WHERE c.tenant_id = t.tenant_id AND c.client_id = $2 OFFSET 0) x
            JOIN sluice.tenant n USING (tenant_id)
            LEFT JOIN LATERAL (
                SELECT f.version FROM sluice.tenant_profile f WHERE f.tenant_id = t.tenant_id OFFSET 0) v ON TRUE
            """;
    private static final String ISSUE =
            "/* access_issue */ SELECT * FROM sluice.access_issue($1, $2, $3, $4, $5, $6, $7, $8)";

    private final Doors doors;

    public PgClientStore(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<Optional<ClientProof>> secret(byte[] digest) {
        return doors.lookup(SECRET, presented(digest))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(PgClientStore::proof));
    }

    @Override
    public Future<List<TrustedIssuer>> issuers(byte[] digest) {
        return doors.lookup(ISSUERS, presented(digest))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new TrustedIssuer(proof(row), pins(row, 3)))
                        .toList());
    }

    @Override
    public Future<Optional<Credential>> client(TenantId tenant, UUID client) {
        return doors.lookup(CLIENT, Tuple.of(Long.toString(tenant.value()), client))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new Credential(
                                tenant, row.getString(0), client, Scope.known(row.getString(1)), row.getLong(2))));
    }

    @Override
    public Future<AccessOutcome> issue(ClientProof proof, UUID token, byte[] digest, AccessRequest request) {
        Tuple parameters = Tuple.of(proof.tenant().value(), proof.client(), proof.id(), token, Buffer.buffer(digest))
                .addArrayOfString(Scope.words(request.scopes()).toArray(String[]::new))
                .addValue(
                        request.assertion().isEmpty()
                                ? null
                                : Buffer.buffer(HexFormat.of().parseHex(request.assertion())))
                .addOffsetDateTime(request.assertionEnds().atOffset(ZoneOffset.UTC));
        return doors.write(ISSUE, parameters)
                .map(rows -> outcome(rows.iterator().next()));
    }

    private static AccessOutcome outcome(Row row) {
        return switch (row.getString(0)) {
            case "done" -> new AccessOutcome.Issued(row.getInteger(1), Scope.known(row.getString(2)));
            case "suspended" -> new AccessOutcome.Suspended();
            case "replayed" -> new AccessOutcome.Replayed();
            case "scope" -> new AccessOutcome.ScopeExceeded();
            default -> new AccessOutcome.Gone();
        };
    }

    private static Tuple presented(byte[] digest) {
        return Tuple.of(HexFormat.of().formatHex(digest), Buffer.buffer(digest));
    }

    private static ClientProof proof(Row row) {
        return new ClientProof(new TenantId(row.getLong(0)), row.getUUID(1), row.getUUID(2));
    }

    /** Seven columns from {@code use} on. */
    static IssuerPins pins(Row row, int first) {
        return new IssuerPins(
                IssuerPins.Use.of(row.getString(first)).orElseThrow(),
                row.getString(first + 1),
                row.getString(first + 2),
                row.getString(first + 3),
                row.getString(first + 4),
                row.getString(first + 5),
                row.getString(first + 6));
    }
}
