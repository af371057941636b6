package io.sluice.bench;

import io.sluice.auth.BearerAuthentication;
import io.sluice.config.BearerToken;
import io.sluice.store.pg.MortalDatabase;
import io.sluice.store.pg.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * What {@link GroupsBench} measures on: one tenant with a million users, who all are in one group, and smaller groups. Kept between runs.
 * Beside the product's tables those of {@link LeastProgram}, with the same columns, indexes and rows.
 */
final class GroupsDirectory {
    static final int EVERYBODY = 1_000_000;
    static final int SOME = 1_000;
    static final int SMALL_GROUPS = 1_000;
    static final int LONE_GROUPS = 16;

    private static final String TENANT = "bench";
    /** In no group; for measurements of joining. */
    private static final int SPARE = 1_000;

    private final MortalDatabase database;
    private final long tenant;
    private final String token = BearerToken.tenant();

    private GroupsDirectory(MortalDatabase database) throws SQLException {
        this.database = database;
        try (Connection connection = TestDatabase.jdbc(database.superuser());
                PreparedStatement ensure = connection.prepareStatement("SELECT sluice.tenant_ensure(?, ?)")) {
            ensure.setString(1, TENANT);
            ensure.setBytes(2, BearerAuthentication.sha256(token));
            ensure.execute();
        }
        this.tenant = Long.parseLong(one("SELECT tenant_id FROM sluice.tenant WHERE name = '" + TENANT + "'"));
    }

    static GroupsDirectory fill(MortalDatabase database) throws SQLException {
        GroupsDirectory directory = new GroupsDirectory(database);
        if (directory
                .one("SELECT count(*) FROM pg_namespace WHERE nspname = 'least_program'")
                .equals("0")) {
            directory.fill();
        }
        directory.restore();
        return directory;
    }

    String token() {
        return token;
    }

    long tenant() {
        return tenant;
    }

    String group(String name) throws SQLException {
        return one("SELECT id FROM sluice.resource WHERE tenant_id = " + tenant
                + " AND type = 'Group' AND unique_key = '" + name + "'");
    }

    List<String> groups(String prefix) throws SQLException {
        return column("SELECT id FROM sluice.resource WHERE tenant_id = " + tenant
                + " AND type = 'Group' AND unique_key LIKE '" + prefix + " %' ORDER BY seq");
    }

    /** The first so many users by number. */
    List<String> users(int count) throws SQLException {
        return column("SELECT id FROM sluice.resource WHERE tenant_id = " + tenant
                + " AND type = 'User' ORDER BY seq LIMIT " + count);
    }

    /** Users who are in no group but small ones. */
    List<String> spare() throws SQLException {
        return column("SELECT id FROM sluice.resource WHERE tenant_id = " + tenant
                + " AND type = 'User' ORDER BY seq DESC LIMIT " + SPARE);
    }

    /** The nanoseconds of one statement with a tenant, a group and users. */
    long time(String sql, String group, List<String> users) throws SQLException {
        try (Connection connection = TestDatabase.jdbc(database.superuser());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tenant);
            statement.setString(2, group);
            statement.setArray(3, connection.createArrayOf("text", users.toArray()));
            long start = System.nanoTime();
            statement.execute();
            return System.nanoTime() - start;
        }
    }

    void execute(String sql) throws SQLException {
        TestDatabase.execute(database.superuser(), sql);
    }

    String one(String sql) throws SQLException {
        return TestDatabase.query(database.superuser(), sql).getFirst().getFirst();
    }

    private List<String> column(String sql) throws SQLException {
        return TestDatabase.query(database.superuser(), sql).stream()
                .map(List::getFirst)
                .toList();
    }

    private void fill() throws SQLException {
        resources("User", "userName", "user-", EVERYBODY + SPARE);
        resources("Group", "displayName", "some ", 1);
        resources("Group", "displayName", "small ", SMALL_GROUPS);
        resources("Group", "displayName", "lone ", LONE_GROUPS);
        resources("Group", "displayName", "everybody ", 1);
        members("some 1", SOME);
        members("everybody 1", EVERYBODY);
        execute("CREATE SCHEMA least_program");
        for (String table : List.of("resource", "member")) {
            execute("CREATE TABLE least_program." + table + " (LIKE sluice." + table + " INCLUDING ALL)");
        }
        execute("ALTER TABLE least_program.resource SET (fillfactor = 85)");
        execute(
                "INSERT INTO least_program.resource (tenant_id, id, type, unique_key, display_name, created, last_modified, doc)"
                        + " SELECT tenant_id, id, type, unique_key, display_name, created, last_modified, doc FROM sluice.resource ORDER BY seq");
        execute("INSERT INTO least_program.member SELECT * FROM sluice.member");
        execute("VACUUM (ANALYZE)");
    }

    private void resources(String type, String name, String prefix, int count) throws SQLException {
        execute(
                "INSERT INTO sluice.resource (tenant_id, id, type, unique_key, display_name, created, last_modified, doc) SELECT "
                        + tenant + ", gen_random_uuid(), '" + type + "', '" + prefix + "' || n, '" + prefix
                        + "' || n, now(), now(), '{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:" + type
                        + "\"],\"" + name
                        + "\":\"" + prefix + "' || n || '\"}' FROM generate_series(1, " + count + ") AS n");
    }

    private void members(String group, int count) throws SQLException {
        execute("INSERT INTO sluice.member (tenant_id, group_id, member_id) SELECT " + tenant + ", '" + group(group)
                + "', r.id FROM (SELECT id FROM sluice.resource WHERE tenant_id = " + tenant
                + " AND type = 'User' ORDER BY seq LIMIT " + count + ") r");
    }

    /** Undoes what measurements did, one of which deletes the group of everybody. */
    private void restore() throws SQLException {
        if (one("SELECT count(*) FROM sluice.resource WHERE tenant_id = " + tenant
                        + " AND type = 'Group' AND unique_key = 'everybody 1'")
                .equals("0")) {
            execute("DELETE FROM sluice.member m USING sluice.member_purge p WHERE m.group_id = p.group_id");
            execute("DELETE FROM sluice.member_purge");
            resources("Group", "displayName", "everybody ", 1);
            members("everybody 1", EVERYBODY);
        }
        for (String schema : List.of("sluice", "least_program")) {
            execute("DELETE FROM " + schema
                    + ".member m USING sluice.resource g WHERE g.tenant_id = m.tenant_id AND g.id = m.group_id"
                    + " AND (g.unique_key LIKE 'small %' OR g.unique_key LIKE 'lone %')");
        }
        execute("TRUNCATE sluice.change");
        // As autovacuum would have done by then.
        execute("VACUUM (ANALYZE) sluice.resource, sluice.member, least_program.resource, least_program.member");
        execute("CHECKPOINT");
    }
}
