package io.sluice.store.pg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.config.ServerUrl;
import io.sluice.filter.Attributes;
import io.sluice.filter.Filter;
import io.sluice.filter.FilterParser;
import io.sluice.schema.AttributeType;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.sluice.schema.SchemaDefinition;
import io.sluice.schema.SchemaExtension;
import io.sluice.scim.Normaliser;
import io.sluice.store.IndexedAttribute;
import io.sluice.store.ListQuery.Sort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small directory in a database of its own, written as the store writes it and asked as the store asks it: by the serving role. */
final class FilterDirectory implements AutoCloseable {
    static final String EXTENSION = "urn:example:params:scim:schemas:extension:2.0:Sample";

    /** The built-in User with an extension that has an attribute of each type. */
    static final ResourceType USER = withSamples(builtIn("User"));

    static final ResourceType GROUP = builtIn("Group");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String QUERY = """
            WITH t AS MATERIALIZED (SELECT set_config('sluice.tenant', $1::text, true)::bigint AS tenant_id)
            SELECT x.id FROM t CROSS JOIN LATERAL (
                SELECT r.id, r.seq FROM sluice.resource r
                WHERE r.tenant_id = t.tenant_id AND r.type = ANY ($2::text[]) AND (%s)
                ORDER BY %s OFFSET 0) x
            """;

    private final TestDatabase database = TestDatabase.create();
    private final Vertx vertx = Vertx.vertx();
    private final PgConnection connection;

    FilterDirectory() throws Exception {
        TestDatabase.execute(database.superuserUrl(), "INSERT INTO sluice.tenant (name) VALUES ('one'), ('two')");
        ServerUrl serving = database.servingUrl();
        connection = await(PgConnection.connect(
                vertx,
                new PgConnectOptions()
                        .setHost(serving.host())
                        .setPort(serving.port())
                        .setDatabase(serving.database())
                        .setUser(serving.user())
                        .setPassword(serving.password().value())
                        .setCachePreparedStatements(false)));
    }

    /** The ids of tenant 1's resources that the filter selects, in the order of their creation. */
    List<UUID> find(Filter filter, ResourceType... types) throws Exception {
        SqlParameters parameters = new SqlParameters(2);
        return query(FilterSql.compile(filter, List.of(types), parameters).sql(), "r.seq", parameters, types);
    }

    List<UUID> find(String filter, ResourceType... types) throws Exception {
        return find(FilterParser.parse(filter), types);
    }

    List<UUID> sorted(Sort sort, ResourceType... types) throws Exception {
        SqlParameters parameters = new SqlParameters(2);
        return query(
                "TRUE",
                SortSql.order(Optional.of(sort), List.of(types), parameters).orderBy(),
                parameters,
                types);
    }

    private List<UUID> query(String condition, String order, SqlParameters parameters, ResourceType... types)
            throws Exception {
        Tuple tuple = Tuple.tuple()
                .addValue("1")
                .addValue(Stream.of(types).map(ResourceType::name).toArray(String[]::new));
        parameters.values().forEach(tuple::addValue);
        List<UUID> ids = new ArrayList<>();
        await(connection.preparedQuery(QUERY.formatted(condition, order)).execute(tuple))
                .forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    /** Stores a resource with its columns and index rows taken from the document. */
    void store(long tenant, String type, UUID id, String created, long version, String document) throws SQLException {
        JsonNode json = json(document);
        String name =
                json.path(type.equals("User") ? "userName" : "displayName").textValue();
        try (Connection jdbc = TestDatabase.jdbc(database.superuserUrl());
                PreparedStatement insert = jdbc.prepareStatement("""
                        INSERT INTO sluice.resource (tenant_id, id, type, unique_key, external_id, display_name, created, last_modified, version, doc)
                        VALUES (?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz + interval '1 year', ?, ?)
                        """)) {
            insert.setLong(1, tenant);
            insert.setObject(2, id);
            insert.setString(3, type);
            insert.setString(4, Normaliser.key(name));
            insert.setString(5, json.path("externalId").textValue());
            insert.setString(6, json.path("displayName").textValue());
            insert.setString(7, created);
            insert.setString(8, created);
            insert.setLong(9, version);
            insert.setString(10, document);
            insert.execute();
        }
        if (type.equals("User")) {
            index(tenant, id, json);
        }
    }

    void join(long tenant, UUID group, UUID... members) throws SQLException {
        for (UUID member : members) {
            TestDatabase.execute(
                    database.superuserUrl(),
                    "INSERT INTO sluice.member VALUES (%d, '%s', '%s')".formatted(tenant, group, member));
        }
    }

    @Override
    public void close() throws Exception {
        await(connection.close());
        await(vertx.close());
        database.close();
    }

    private void index(long tenant, UUID id, JsonNode json) throws SQLException {
        JsonNode enterprise = json.path(ENTERPRISE);
        row(
                tenant,
                id,
                IndexedAttribute.DISPLAY_NAME,
                "",
                Normaliser.key(json.path("displayName").asText()));
        row(
                tenant,
                id,
                IndexedAttribute.EMPLOYEE_NUMBER,
                "",
                Normaliser.key(enterprise.path("employeeNumber").asText()));
        row(
                tenant,
                id,
                IndexedAttribute.MANAGER,
                "",
                enterprise.path("manager").path("value").asText());
        for (JsonNode email : json.path("emails")) {
            String type = Normaliser.key(email.path("type").asText());
            row(
                    tenant,
                    id,
                    IndexedAttribute.EMAIL,
                    type,
                    Normaliser.key(email.path("value").asText()));
        }
    }

    private void row(long tenant, UUID id, IndexedAttribute attribute, String type, String value) throws SQLException {
        if (value.isEmpty()) {
            return;
        }
        try (Connection jdbc = TestDatabase.jdbc(database.superuserUrl());
                PreparedStatement insert = jdbc.prepareStatement("""
                        INSERT INTO sluice.search_value (tenant_id, attribute, value, element_type, resource_id, place, seq)
                        SELECT r.tenant_id, v.attribute, v.value, v.element_type, r.id,
                            (SELECT count(*) FROM sluice.search_value s
                                WHERE s.tenant_id = r.tenant_id AND s.resource_id = r.id AND s.attribute = v.attribute), r.seq
                        FROM sluice.resource r
                        JOIN (VALUES (?, ?, ?, ?, ?)) AS v (tenant_id, attribute, value, element_type, id) USING (tenant_id, id)""")) {
            insert.setLong(1, tenant);
            insert.setInt(2, attribute.code());
            insert.setString(3, value);
            insert.setString(4, type);
            insert.setObject(5, id);
            insert.execute();
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private static ResourceType builtIn(String name) {
        return BuiltInSchemas.resourceTypes().byName(name).orElseThrow();
    }

    private static ResourceType withSamples(ResourceType user) {
        SchemaDefinition schema = new SchemaDefinition(
                EXTENSION,
                "Sample",
                "",
                List.of(
                        Attributes.SAMPLES,
                        Attributes.simple("count", AttributeType.INTEGER, false, false),
                        Attributes.simple("ratio", AttributeType.DECIMAL, false, false),
                        Attributes.simple("since", AttributeType.DATE_TIME, false, false),
                        Attributes.simple("data", AttributeType.BINARY, false, true),
                        Attributes.simple("tags", AttributeType.STRING, true, false),
                        Attributes.simple("scores", AttributeType.INTEGER, true, false)));
        List<SchemaExtension> extensions = new ArrayList<>(user.extensions());
        extensions.add(new SchemaExtension(schema, false));
        return new ResourceType(user.name(), user.endpoint(), user.description(), user.core(), extensions);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
