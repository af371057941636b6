package io.sluice.store.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.MatchingAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import io.sluice.scim.TenantId;
import io.sluice.store.IndexedValue;
import io.sluice.store.StoredDocuments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the index of attributes that tenants declared to match by, and empties that of those they removed. What was done and what is still
 * owed stands in the database, see {@code R__match_functions.sql}.
 */
public final class MatchingBuild {
    private static final Logger LOG = LoggerFactory.getLogger(MatchingBuild.class);

    /** Some tens of milliseconds of work. */
    private static final int AT_ONCE = 500;

    private static final String NEXT = "/* matching_next */ SELECT * FROM sluice.matching_next()";
    private static final String WALK = "/* matching walk */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT r.id, r.seq, r.document_version, r.doc FROM sluice.resource r
                WHERE r.tenant_id = t.tenant_id AND r.type = $2 AND r.seq > $3 ORDER BY r.seq LIMIT $4 OFFSET 0) x
            """;
    private static final String OWED = "/* matching owed */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT b.resource_id AS id, r.seq, r.document_version, r.doc
                FROM sluice.matching_backlog b LEFT JOIN sluice.resource r ON r.tenant_id = t.tenant_id AND r.id = b.resource_id
                WHERE b.tenant_id = t.tenant_id AND b.code = $2 ORDER BY b.resource_id LIMIT $3 OFFSET 0) x
            """;
    private static final String PUT =
            "/* matching_put */ SELECT sluice.matching_put($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    private static final String READY = "/* matching_ready */ SELECT sluice.matching_ready($1, $2)";
    private static final String FAIL = "/* matching_fail */ SELECT sluice.matching_fail($1, $2, $3)";
    private static final String PURGE = "/* matching_purge */ SELECT sluice.matching_purge($1, $2, $3)";

    private final Doors doors;
    private final PgTenantProfileStore profiles;

    public MatchingBuild(Doors doors) {
        this.doors = doors;
        this.profiles = new PgTenantProfileStore(doors);
    }

    private record Work(TenantId tenant, short code, String type, long after, boolean walked) {}

    /** Does a piece of what there is to do for some tenant; false where there is nothing. */
    public Future<Boolean> piece() {
        return doors.write(NEXT, Tuple.tuple()).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(false);
            }
            Row row = rows.iterator().next();
            Work work = new Work(
                    new TenantId(row.getLong("of_tenant")),
                    row.getShort("of_code"),
                    row.getString("of_type"),
                    row.getLong("of_after"),
                    row.getBoolean("of_walked"));
            Future<?> done = switch (row.getString("of_state")) {
                // Those who may not know of it are still writing.
                case "declared" -> Future.succeededFuture();
                case "removed" -> doors.write(PURGE, Tuple.of(work.tenant().value(), work.code(), AT_ONCE));
                default -> build(work);
            };
            return done.map(true);
        });
    }

    private Future<?> build(Work work) {
        return profiles.find(work.tenant()).compose(profile -> {
            Optional<ResourceType> type = profile.types().byName(work.type());
            Optional<MatchingAttribute> attribute = type.stream()
                    .flatMap(of -> of.matching().stream())
                    .filter(declared -> declared.code() == work.code())
                    .findFirst();
            // Else it was removed a moment ago.
            return attribute.isEmpty()
                    ? Future.<RowSet<Row>>succeededFuture()
                    : build(work, type.get(), attribute.get());
        });
    }

    private Future<RowSet<Row>> build(Work work, ResourceType type, MatchingAttribute attribute) {
        return read(work).compose(rows -> {
            Rows made = new Rows();
            try {
                rows.forEach(row -> made.add(row, type, attribute));
            } catch (ScimException refused) {
                String detail = refused.problem().detail();
                LOG.warn(
                        "Tenant {} cannot match {} by {}: {}",
                        work.tenant().value(),
                        work.type(),
                        attribute.path(),
                        detail);
                return doors.write(FAIL, Tuple.of(work.tenant().value(), work.code(), detail));
            }
            return put(work, made, rows.size());
        });
    }

    private Future<RowSet<Row>> read(Work work) {
        String tenant = Long.toString(work.tenant().value());
        return work.walked()
                ? doors.scan(OWED, Tuple.of(tenant, work.code(), AT_ONCE))
                : doors.scan(WALK, Tuple.of(tenant, work.type(), work.after(), AT_ONCE));
    }

    private Future<RowSet<Row>> put(Work work, Rows made, int read) {
        Tuple parameters = Tuple.of(
                work.tenant().value(),
                work.code(),
                work.after(),
                work.walked() ? work.after() : Math.max(work.after(), made.last),
                work.walked() || read < AT_ONCE);
        return doors.write(PUT, made.addTo(parameters))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? doors.write(READY, Tuple.of(work.tenant().value(), work.code()))
                        : Future.succeededFuture(rows));
    }

    /** What is handed to the database for one piece. */
    private static final class Rows {
        private final List<UUID> ids = new ArrayList<>();
        private final List<Long> versions = new ArrayList<>();
        private final List<UUID> owners = new ArrayList<>();
        private final List<String> elementTypes = new ArrayList<>();
        private final List<Optional<String>> values = new ArrayList<>();
        private long last;

        /** A resource of the backlog may be gone. */
        void add(Row row, ResourceType type, MatchingAttribute attribute) {
            UUID id = row.getUUID("id");
            boolean gone = row.getString("doc") == null;
            ids.add(id);
            versions.add(gone ? 0L : row.getLong("document_version"));
            if (gone) {
                return;
            }
            last = row.getLong("seq");
            JsonNode document = Json.parse(row.getString("doc").getBytes(StandardCharsets.UTF_8));
            for (IndexedValue value : StoredDocuments.values(type, attribute, document)) {
                owners.add(id);
                elementTypes.add(value.elementType());
                values.add(value.value());
            }
        }

        Tuple addTo(Tuple parameters) {
            return parameters
                    .addArrayOfUUID(ids.toArray(UUID[]::new))
                    .addArrayOfLong(versions.toArray(Long[]::new))
                    .addArrayOfUUID(owners.toArray(UUID[]::new))
                    .addArrayOfString(elementTypes.toArray(String[]::new))
                    .addArrayOfString(
                            values.stream().map(value -> value.orElse(null)).toArray(String[]::new));
        }
    }
}
