package io.sluice.store.pg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.config.ConfigException;
import io.sluice.config.ServerUrl;
import io.sluice.schema.ResourceReader;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.store.IndexedValue;
import io.sluice.store.StoredDocument;
import io.sluice.store.StoredDocuments;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Fills a tenant with invented users, groups and memberships: the rows that creating each by a request would have written, index rows, change
 * rows and counters included. They go by COPY into temporary tables, since row level security forbids it on the real ones, and from there in
 * batches, each a transaction. Blocking; connects as the owner, for the temporary tables.
 */
public final class Seeder implements AutoCloseable {
    private static final int BATCH = 20_000;

    /** Users that have no manager: the first, from whom all others choose theirs. */
    private static final int MANAGERS_SPAN = 12;

    private static final List<String> STAGES = List.of(
            "CREATE TEMPORARY TABLE seed_resource (id uuid, type text, unique_key text, external_id text, display_name text,"
                    + " doc text, added uuid[]) ON COMMIT DELETE ROWS",
            "CREATE TEMPORARY TABLE seed_value (attribute smallint, place smallint, value text, element_type text, resource_id uuid)"
                    + " ON COMMIT DELETE ROWS");
    private static final List<String> MOVES = List.of("""
            INSERT INTO sluice.resource (tenant_id, id, type, unique_key, external_id, display_name, created, last_modified, doc)
            SELECT %1$d, id, type, unique_key, external_id, display_name, now.ms, now.ms, doc
            FROM seed_resource, (SELECT date_trunc('milliseconds', clock_timestamp()) AS ms) now""", """
            INSERT INTO sluice.search_value (tenant_id, resource_id, attribute, place, value, element_type, seq)
            SELECT %1$d, v.resource_id, v.attribute, v.place, v.value, v.element_type, r.seq
            FROM seed_value v JOIN sluice.resource r ON r.tenant_id = %1$d AND r.id = v.resource_id""", """
            INSERT INTO sluice.member (tenant_id, group_id, member_id)
            SELECT %1$d, id, unnest(added) FROM seed_resource WHERE added IS NOT NULL""", """
            INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version, added)
            SELECT %1$d, 'create', type, id, 1, added FROM seed_resource""", """
            INSERT INTO sluice.resource_count_delta (tenant_id, type, delta)
            SELECT %1$d, type, count(*) FROM seed_resource GROUP BY type""");

    private final Connection connection;
    private final ResourceType user;
    private final ResourceType group;
    private final Consumer<String> progress;

    private Seeder(Connection connection, ResourceTypes types, Consumer<String> progress) {
        this.connection = connection;
        this.user = types.byName("User").orElseThrow();
        this.group = types.byName("Group").orElseThrow();
        this.progress = progress;
    }

    /** @param progress takes a line now and then */
    public static void run(ServerUrl owner, ResourceTypes types, Seed seed, Consumer<String> progress) {
        try (Seeder seeder = new Seeder(ServerDataSource.of(owner).getConnection(), types, progress)) {
            seeder.fill(seed);
        } catch (SQLException failure) {
            throw new ConfigException("seed: " + failure.getMessage());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void fill(Seed seed) throws SQLException {
        for (String stage : STAGES) {
            execute(stage);
        }
        // What others see of a batch before its end is pages without rows, and the planner would go by that.
        execute("SELECT pg_advisory_lock(hashtext('sluice.statistics_refresh'))");
        long tenant = tenant(seed.tenant());
        execute("SELECT set_config('sluice.tenant', '" + tenant + "', false)");
        connection.setAutoCommit(false);
        UUID[] users = users(tenant, seed);
        groups(tenant, seed, users);
        for (String type : List.of(user.name(), group.name())) {
            execute("SELECT sluice.resource_count_fold(" + tenant + ", '" + type + "')");
        }
        // What came past the write functions is indexed by a walk of its own.
        execute("SELECT sluice.profile_changed(" + tenant
                + ") WHERE EXISTS (SELECT FROM sluice.matching_attribute a WHERE a.tenant_id = " + tenant + ")");
        execute("UPDATE sluice.matching_attribute SET state = 'declared', horizon = NULL, after = 0, walked = FALSE"
                + " WHERE state IN ('building', 'ready') AND tenant_id = " + tenant);
        connection.commit();
        connection.setAutoCommit(true);
        // Else the planner would go by an empty table until autovacuum comes by; and index-only reads need the
        // visibility map.
        execute("VACUUM (ANALYZE) sluice.resource, sluice.search_value, sluice.member, sluice.resource_count_delta");
    }

    private UUID[] users(long tenant, Seed seed) throws SQLException {
        int first = next(tenant, user);
        String domain = seed.tenant().toLowerCase(java.util.Locale.ROOT) + ".example";
        UUID[] ids = new UUID[seed.users()];
        for (int from = 0; from < ids.length; from += BATCH) {
            int to = Math.min(ids.length, from + BATCH);
            List<Made> batch = new ArrayList<>(to - from);
            for (int i = from; i < to; i++) {
                ids[i] = ResourceIds.next().value();
                Optional<UUID> manager = i == 0 ? Optional.empty() : Optional.of(ids[i / MANAGERS_SPAN]);
                batch.add(made(user, ids[i], SeedPeople.user(first + i, domain, manager), List.of()));
            }
            store(tenant, batch);
            progress.accept(to + " users");
        }
        return ids;
    }

    private void groups(long tenant, Seed seed, UUID[] users) throws SQLException {
        int first = next(tenant, group);
        int[] sizes = GroupSizes.of(seed.groups(), users.length, seed.memberships());
        List<Made> batch = new ArrayList<>();
        long waiting = 0;
        for (int i = 0; i < sizes.length; i++) {
            batch.add(
                    made(group, ResourceIds.next().value(), SeedPeople.group(first + i), members(users, i, sizes[i])));
            waiting += 1 + sizes[i];
            if (waiting >= BATCH || i == sizes.length - 1) {
                store(tenant, batch);
                batch.clear();
                waiting = 0;
                progress.accept(i + 1 + " groups");
            }
        }
    }

    /** So many different users, from all over the directory and others for each group. */
    private static List<UUID> members(UUID[] users, int group, int size) {
        return IntStream.range(0, size)
                .mapToObj(place -> users[(int) ((group * 7_919L + (long) place * users.length / size) % users.length)])
                .toList();
    }

    private record Made(ResourceType type, UUID id, StoredDocument document, List<UUID> members) {}

    private static Made made(ResourceType type, UUID id, ObjectNode body, List<UUID> members) {
        return new Made(
                type,
                id,
                StoredDocuments.of(type, ResourceReader.read(type, body).document()),
                members);
    }

    private void store(long tenant, List<Made> batch) throws SQLException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        CopyText.fill(
                copies, "seed_resource", batch.stream().map(Seeder::resource).iterator());
        CopyText.fill(copies, "seed_value", values(batch));
        for (String move : MOVES) {
            execute(move.formatted(tenant));
        }
        connection.commit();
    }

    private static List<Object> resource(Made made) {
        StoredDocument document = made.document();
        return List.of(
                made.id(),
                made.type().name(),
                document.uniqueKey(),
                document.externalId(),
                document.displayName(),
                document.json(),
                made.members());
    }

    private static Iterator<List<Object>> values(List<Made> batch) {
        return batch.stream()
                .flatMap(made -> values(made.id(), made.document().values()).stream())
                .iterator();
    }

    private static List<List<Object>> values(UUID id, List<IndexedValue> values) {
        List<List<Object>> rows = new ArrayList<>(values.size());
        int place = 0;
        for (int i = 0; i < values.size(); i++) {
            IndexedValue value = values.get(i);
            place = i > 0 && values.get(i - 1).attribute() == value.attribute() ? place + 1 : 0;
            rows.add(List.of(value.attribute(), place, value.value(), value.elementType(), id));
        }
        return rows;
    }

    private long tenant(String name) throws SQLException {
        try (PreparedStatement made =
                connection.prepareStatement("INSERT INTO sluice.tenant (name) VALUES (?) ON CONFLICT DO NOTHING")) {
            made.setString(1, name);
            made.execute();
        }
        try (PreparedStatement named =
                connection.prepareStatement("SELECT tenant_id FROM sluice.tenant WHERE name = ?")) {
            named.setString(1, name);
            return number(named);
        }
    }

    /** The number after those that earlier runs used. */
    private int next(long tenant, ResourceType type) throws SQLException {
        try (PreparedStatement counted = connection.prepareStatement(
                "SELECT 1 + count(*) FROM sluice.resource WHERE tenant_id = ? AND type = ?")) {
            counted.setLong(1, tenant);
            counted.setString(2, type.name());
            return Math.toIntExact(number(counted));
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
