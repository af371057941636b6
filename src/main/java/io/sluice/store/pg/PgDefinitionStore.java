package io.sluice.store.pg;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.AttributePath;
import io.sluice.schema.OwnSchema;
import io.sluice.schema.OwnType;
import io.sluice.schema.SchemaJson;
import io.sluice.scim.Json;
import io.sluice.scim.TenantId;
import io.sluice.store.DefinitionStore;
import io.sluice.store.Definitions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Schemas and types of tenants in PostgreSQL, as the JSON documents that were put. */
public final class PgDefinitionStore implements DefinitionStore {
    /** In one snapshot: the version belongs to the definitions. */
    private static final String FIND = "/* definitions */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT 'version' AS kind, '' AS name, f.version::text AS definition, FALSE AS leftovers, FALSE AS removed
                FROM sluice.tenant_profile f WHERE f.tenant_id = t.tenant_id
                UNION ALL SELECT 'schema', s.urn, s.definition, FALSE, s.removed
                FROM sluice.tenant_schema s WHERE s.tenant_id = t.tenant_id
                UNION ALL SELECT 'type', y.name, y.definition, y.leftovers, y.removed
                FROM sluice.tenant_type y WHERE y.tenant_id = t.tenant_id
                UNION ALL SELECT 'matching', m.type, json_build_object('code', m.code, 'path', m.path, 'state', m.state,
                    'detail', coalesce(m.detail, ''))::text, FALSE, FALSE
                FROM sluice.matching_attribute m WHERE m.tenant_id = t.tenant_id AND m.state NOT IN ('removed', 'gone')
                OFFSET 0) x
            """;

    private static final String SCHEMA = "/* profile_schema */ SELECT sluice.profile_schema($1, $2, $3, $4, $5)";
    private static final String TYPE = "/* profile_type */ SELECT sluice.profile_type($1, $2, $3, $4, $5, $6)";

    private static final String DECLARE = "/* matching_declare */ SELECT sluice.matching_declare($1, $2, $3, $4)";
    private static final String REMOVE = "/* matching_remove */ SELECT sluice.matching_remove($1, $2, $3, $4)";

    private final Doors doors;

    public PgDefinitionStore(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<Definitions> find(TenantId tenant) {
        return doors.lookup(FIND, Tuple.of(Long.toString(tenant.value()))).map(PgDefinitionStore::definitions);
    }

    @Override
    public Future<Boolean> put(TenantId tenant, long version, Definitions.Schema schema) {
        return changed(
                SCHEMA,
                Tuple.of(
                        tenant.value(),
                        version,
                        schema.definition().id().toLowerCase(Locale.ROOT),
                        SchemaJson.of(schema.definition()).toString(),
                        schema.removed()));
    }

    @Override
    public Future<Boolean> put(TenantId tenant, long version, Definitions.Type type) {
        return changed(
                TYPE,
                Tuple.of(
                        tenant.value(),
                        version,
                        type.definition().name(),
                        type.definition().json().toString(),
                        type.leftovers(),
                        type.removed()));
    }

    @Override
    public Future<Boolean> declare(TenantId tenant, long version, Definitions.Matching attribute) {
        return changed(DECLARE, matching(tenant, version, attribute));
    }

    @Override
    public Future<Boolean> remove(TenantId tenant, long version, Definitions.Matching attribute) {
        return changed(REMOVE, matching(tenant, version, attribute));
    }

    private static Tuple matching(TenantId tenant, long version, Definitions.Matching attribute) {
        return Tuple.of(
                tenant.value(), version, attribute.type(), attribute.path().toString());
    }

    private Future<Boolean> changed(String sql, Tuple parameters) {
        return doors.write(sql, parameters).map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static Definitions definitions(RowSet<Row> rows) {
        long version = 0;
        List<Definitions.Schema> schemas = new ArrayList<>();
        List<Definitions.Type> types = new ArrayList<>();
        List<Definitions.Matching> matching = new ArrayList<>();
        for (Row row : rows) {
            String definition = row.getString("definition");
            boolean removed = row.getBoolean("removed");
            switch (row.getString("kind")) {
                case "version" -> version = Long.parseLong(definition);
                case "schema" ->
                    schemas.add(new Definitions.Schema(OwnSchema.read(Json.parse(bytes(definition))), removed));
                case "matching" -> matching.add(matching(row.getString("name"), Json.parse(bytes(definition))));
                default ->
                    types.add(new Definitions.Type(
                            OwnType.read(row.getString("name"), Json.parse(bytes(definition))),
                            row.getBoolean("leftovers"),
                            removed));
            }
        }
        return new Definitions(version, schemas, types, matching);
    }

    private static Definitions.Matching matching(String type, JsonNode attribute) {
        return new Definitions.Matching(
                attribute.path("code").intValue(),
                type,
                AttributePath.parse(attribute.path("path").asText()).orElseThrow(),
                switch (attribute.path("state").asText()) {
                    case "ready" -> Definitions.Matching.State.READY;
                    case "failed" -> Definitions.Matching.State.FAILED;
                    default -> Definitions.Matching.State.BUILDING;
                },
                attribute.path("detail").asText());
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
