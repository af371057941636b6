package io.sluice.store.pg;

import io.sluice.scim.TenantId;
import io.sluice.store.Client;
import io.sluice.store.Client.ClientIssuer;
import io.sluice.store.Client.ClientSecret;
import io.sluice.store.ClientDirectory;
import io.sluice.store.IssuerPins;
import io.sluice.store.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Clients as administrators see them, in PostgreSQL. */
public final class PgClientDirectory implements ClientDirectory {
    private static final String CLIENTS = "/* clients */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT c.client_id, c.created, array_to_string(c.scopes, ' ') AS scopes, c.token_seconds, c.last_used
                FROM sluice.client c WHERE c.tenant_id = t.tenant_id ORDER BY c.created, c.client_id OFFSET 0) x
            """;
    private static final String SECRETS = "/* client_secrets */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT c.client_id, c.secret_id, c.created, CASE WHEN isfinite(c.expires) THEN c.expires END AS expires
                FROM sluice.client_secret c WHERE c.tenant_id = t.tenant_id ORDER BY c.created, c.secret_id OFFSET 0) x
            """;
    private static final String ISSUERS = "/* client_issuers */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT c.client_id, c.issuer_id, c.created, c.use, c.issuer, c.directory, c.audience, c.subject, c.app, c.keys
                FROM sluice.client_issuer c WHERE c.tenant_id = t.tenant_id ORDER BY c.created, c.issuer_id OFFSET 0) x
            """;
    private static final String CREATE = "/* client_create */ SELECT sluice.client_create($1, $2, $3, $4)";
    private static final String DELETE = "/* client_delete */ SELECT sluice.client_delete($1, $2)";
    private static final String ADD_SECRET =
            "/* client_secret_add */ SELECT sluice.client_secret_add($1, $2, $3, $4, $5)";
    private static final String REVOKE_SECRET =
            "/* client_secret_revoke */ SELECT sluice.client_secret_revoke($1, $2, $3)";
    private static final String ADD_ISSUER = "/* client_issuer_add */ SELECT * FROM"
            + " sluice.client_issuer_add($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    private static final String REVOKE_ISSUER =
            "/* client_issuer_revoke */ SELECT sluice.client_issuer_revoke($1, $2, $3)";

    private final Doors doors;

    public PgClientDirectory(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<List<Client>> clients(TenantId tenant) {
        Tuple owner = Tuple.of(Long.toString(tenant.value()));
        return doors.lookup(CLIENTS, owner)
                .compose(clients -> doors.lookup(SECRETS, owner)
                        .compose(secrets -> doors.lookup(ISSUERS, owner).map(issuers -> {
                            Map<UUID, List<ClientSecret>> secretsOf = byClient(secrets, PgClientDirectory::secret);
                            Map<UUID, List<ClientIssuer>> issuersOf = byClient(issuers, PgClientDirectory::issuer);
                            return StreamSupport.stream(clients.spliterator(), false)
                                    .map(row -> new Client(
                                            row.getUUID(0),
                                            instant(row, 1).orElseThrow(),
                                            Scope.known(row.getString(2)),
                                            row.getInteger(3),
                                            instant(row, 4),
                                            secretsOf.getOrDefault(row.getUUID(0), List.of()),
                                            issuersOf.getOrDefault(row.getUUID(0), List.of())))
                                    .toList();
                        })));
    }

    @Override
    public Future<Client> create(TenantId tenant, Set<Scope> scopes, int tokenSeconds) {
        UUID id = UUID.randomUUID();
        Tuple parameters = Tuple.of(tenant.value(), id)
                .addArrayOfString(Scope.words(scopes).toArray(String[]::new))
                .addInteger(tokenSeconds);
        return doors.write(CREATE, parameters)
                .map(rows -> new Client(
                        id,
                        instant(rows.iterator().next(), 0).orElseThrow(),
                        scopes,
                        tokenSeconds,
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    @Override
    public Future<Boolean> delete(TenantId tenant, UUID client) {
        return done(DELETE, Tuple.of(tenant.value(), client));
    }

    @Override
    public Future<Optional<ClientSecret>> addSecret(
            TenantId tenant, UUID client, UUID secret, byte[] digest, Optional<Instant> expires) {
        @Nullable
        OffsetDateTime until =
                expires.map(moment -> moment.atOffset(ZoneOffset.UTC)).orElse(null);
        return doors.write(
                        ADD_SECRET,
                        Tuple.of(tenant.value(), client, secret, Buffer.buffer(digest))
                                .addValue(until))
                .map(rows ->
                        instant(rows.iterator().next(), 0).map(created -> new ClientSecret(secret, created, expires)));
    }

    @Override
    public Future<Boolean> revokeSecret(TenantId tenant, UUID client, UUID secret) {
        return done(REVOKE_SECRET, Tuple.of(tenant.value(), client, secret));
    }

    @Override
    public Future<IssuerOutcome> addIssuer(TenantId tenant, UUID client, byte[] digest, IssuerPins pins) {
        UUID id = UUID.randomUUID();
        Tuple parameters = Tuple.of(tenant.value(), client, id, Buffer.buffer(digest))
                .addString(pins.use().word())
                .addString(pins.issuer())
                .addString(pins.directory())
                .addString(pins.audience())
                .addString(pins.subject())
                .addString(pins.app())
                .addString(pins.keys());
        return doors.write(ADD_ISSUER, parameters).map(rows -> {
            Row row = rows.iterator().next();
            return switch (row.getString(0)) {
                case "done" ->
                    new IssuerOutcome.Added(new ClientIssuer(id, instant(row, 1).orElseThrow(), pins));
                case "taken" -> new IssuerOutcome.Taken();
                default -> new IssuerOutcome.NoClient();
            };
        });
    }

    @Override
    public Future<Boolean> revokeIssuer(TenantId tenant, UUID client, UUID issuer) {
        return done(REVOKE_ISSUER, Tuple.of(tenant.value(), client, issuer));
    }

    private Future<Boolean> done(String sql, Tuple parameters) {
        return doors.write(sql, parameters).map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static <T> Map<UUID, List<T>> byClient(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false)
                .collect(Collectors.groupingBy(row -> row.getUUID(0), Collectors.mapping(read, Collectors.toList())));
    }

    private static ClientSecret secret(Row row) {
        return new ClientSecret(row.getUUID(1), instant(row, 2).orElseThrow(), instant(row, 3));
    }

    private static ClientIssuer issuer(Row row) {
        return new ClientIssuer(row.getUUID(1), instant(row, 2).orElseThrow(), PgClientStore.pins(row, 3));
    }

    private static Optional<Instant> instant(Row row, int column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
