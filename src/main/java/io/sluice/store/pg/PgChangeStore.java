package io.sluice.store.pg;

import io.sluice.scim.Reason;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.ChangeStore;
import io.sluice.store.LogEntry;
import io.sluice.store.LogQuery;
import io.sluice.store.LoggedChange;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The change rows and the refusals of a tenant. */
public final class PgChangeStore implements ChangeStore {
    /** Members count as one attribute, of which the rows say how it changed. */
    private static final String NAMES = """
            array_to_string(CASE WHEN c.added IS NULL AND c.removed IS NULL THEN coalesce(c.attributes, '{}')
                ELSE array_append(array_remove(c.attributes, 'members'), 'members') END, ' ') AS attributes""";

    /** Below the oldest transaction that is under way, so that none that commits late is passed over. */
    private static final String CHANGES = "/* changes */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT c.xid::text::bigint AS transaction, c.change_id, c.at, c.operation, c.type, c.resource_id, c.version,
                    c.credential_id, c.request_id,
            """ + NAMES + """
                    , coalesce(cardinality(c.added), 0) AS added, coalesce(cardinality(c.removed), 0) AS removed
                FROM sluice.change c
                WHERE c.tenant_id = t.tenant_id AND (c.xid, c.change_id) > ($2::text::xid8, $3)
                    AND c.xid < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY c.xid, c.change_id LIMIT $4 OFFSET 0) x
            """;

    private static final String LOG = "/* log */ " + ResourceSql.TENANT + log("", "");

    /** A text of its own: a condition that may or may not be there would leave the index unused. */
    private static final String LOG_OF_RESOURCE =
            "/* log of resource */ " + ResourceSql.TENANT + log("AND c.resource_id = $8", "AND r.resource_id = $8");

    private final Doors doors;

    public PgChangeStore(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<List<LoggedChange>> changes(TenantId tenant, LoggedChange.Place after, int count) {
        Tuple parameters = Tuple.of(
                Long.toString(tenant.value()), Long.toString(after.transaction()), after.change(), (long) count);
        return doors.lookup(CHANGES, parameters)
                .map(rows -> stream(rows).map(PgChangeStore::change).toList());
    }

    @Override
    public Future<List<LogEntry>> log(TenantId tenant, LogQuery query) {
        Tuple parameters = Tuple.of(
                        Long.toString(tenant.value()),
                        query.before().at().atOffset(ZoneOffset.UTC),
                        query.before().number(),
                        query.since().atOffset(ZoneOffset.UTC))
                .addString(Reason.DONE.code())
                .addString(query.reason())
                .addLong((long) query.count());
        return query.resource()
                .map(resource -> doors.scan(LOG_OF_RESOURCE, parameters.addUUID(resource.value())))
                .orElseGet(() -> doors.scan(LOG, parameters))
                .map(rows -> stream(rows).map(PgChangeStore::entry).toList());
    }

    private static String log(String ofChange, String ofRefusal) {
        return """
                SELECT x.* FROM t CROSS JOIN LATERAL (
                    (SELECT c.at, c.change_id AS number, c.credential_id, c.request_id, c.operation, c.type, c.resource_id,
                        CASE c.operation WHEN 'create' THEN 201 WHEN 'delete' THEN 204 ELSE 200 END AS status,
                        '' AS scim_type, $5 AS reason, '' AS detail,
                """ + NAMES + """
                    , 1 AS times
                    FROM sluice.change c
                    WHERE c.tenant_id = t.tenant_id AND (c.at, c.change_id) < ($2, $3) AND c.at >= $4 AND c.operation <> 'purge'
                        AND $6 IN ('', $5) %s
                    ORDER BY c.at DESC, c.change_id DESC LIMIT $7)
                    UNION ALL
                    (SELECT r.at, r.refusal_id, r.credential_id, r.request_id, r.operation, r.type, r.resource_id,
                        r.status, r.scim_type, r.reason, r.detail, '', r.times
                    FROM sluice.refusal r
                    WHERE r.tenant_id = t.tenant_id AND (r.at, r.refusal_id) < ($2, $3) AND r.at >= $4
                        AND $6 IN ('', r.reason) %s
                    ORDER BY r.at DESC, r.refusal_id DESC LIMIT $7)
                    ORDER BY 1 DESC, 2 DESC LIMIT $7 OFFSET 0) x
                """.formatted(ofChange, ofRefusal);
    }

    private static LoggedChange change(Row row) {
        return new LoggedChange(
                new LoggedChange.Place(row.getLong("transaction"), row.getLong("change_id")),
                at(row),
                row.getString("operation"),
                row.getString("type"),
                new ResourceId(row.getUUID("resource_id")),
                row.getLong("version"),
                credential(row),
                request(row),
                names(row),
                row.getInteger("added"),
                row.getInteger("removed"));
    }

    private static LogEntry entry(Row row) {
        return new LogEntry(
                new LogEntry.Place(at(row), row.getLong("number")),
                credential(row),
                request(row),
                row.getString("operation"),
                row.getString("type"),
                Optional.ofNullable(row.getUUID("resource_id")).map(ResourceId::new),
                row.getInteger("status"),
                row.getString("scim_type"),
                row.getString("reason"),
                row.getString("detail"),
                names(row),
                row.getInteger("times"));
    }

    private static List<String> names(Row row) {
        String names = row.getString("attributes");
        return names.isEmpty() ? List.of() : List.of(names.split(" "));
    }

    private static Instant at(Row row) {
        OffsetDateTime at = row.getOffsetDateTime("at");
        return at.toInstant();
    }

    private static Optional<UUID> credential(Row row) {
        return Optional.ofNullable(row.getUUID("credential_id"));
    }

    private static String request(Row row) {
        @Nullable String request = row.getString("request_id");
        return Objects.requireNonNullElse(request, "");
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
