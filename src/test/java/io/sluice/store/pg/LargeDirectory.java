package io.sluice.store.pg;

import io.sluice.config.ServerUrl;
import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * A directory of {@link #USERS} users and {@link #GROUPS} groups, written straight into the tables. User n is {@code user-n}, with mail, employee
 * number and manager; each user is in one group, group 1 holds everybody, and user 1 manages everybody. Each resource was changed three times, and
 * one change of it was refused.
 */
record LargeDirectory(ServerUrl superuser, TenantId tenant) {
    static final int USERS = 20_000;
    static final int GROUPS = 2_000;

    /** The code of an attribute of the tenant's choice: one in a thousand users has each value. */
    static final int COST_CENTER = 100;

    /** Call {@link #settle} when all directories are filled. */
    static LargeDirectory fill(StoreUnderTest underTest) throws SQLException {
        LargeDirectory directory = new LargeDirectory(underTest.database().superuserUrl(), underTest.newTenant());
        directory.run("""
                WITH boss AS MATERIALIZED (SELECT uuidv7() AS id)
                INSERT INTO sluice.resource (tenant_id, id, type, unique_key, external_id, display_name, created, last_modified, doc)
                SELECT %1$d, CASE WHEN n = 1 THEN boss.id ELSE uuidv7() END, 'User', 'user-' || n || '@example.com', 'X-' || n, 'User ' || n,
                    now(), now(),
                    left(json_build_object('userName', 'User-' || n || '@example.com', 'title', 'T' || n %% 100, 'displayName', 'User ' || n,
                        'active', true, 'filler', repeat('x', 400))::text, -1)
                        || ',"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"' || boss.id || '"}}}'
                FROM boss, generate_series(1, %2$d) n""");
        directory.run("""
                INSERT INTO sluice.resource (tenant_id, id, type, unique_key, external_id, display_name, created, last_modified, doc)
                SELECT %1$d, uuidv7(), 'Group', 'group ' || n, 'XG-' || n, 'Group ' || n, now(), now(),
                    json_build_object('displayName', 'Group ' || n)
                FROM generate_series(1, %3$d) n""");
        directory.run("ANALYZE sluice.resource");
        directory.run("""
                INSERT INTO sluice.search_value (tenant_id, resource_id, attribute, place, value, element_type, seq)
                SELECT r.tenant_id, r.id, v.attribute, v.place, v.value, v.element_type, r.seq FROM sluice.resource r
                JOIN sluice.resource m ON m.tenant_id = r.tenant_id AND m.type = 'User' AND m.unique_key = CASE
                    WHEN r.seq %% 2 = 0 THEN 'user-1@example.com' ELSE 'user-' || 2 + r.seq %% 2000 || '@example.com' END
                CROSS JOIN LATERAL (VALUES (1, 0, lower(r.display_name), ''), (2, 0, r.unique_key, 'work'),
                    (2, 1, 'home-' || r.unique_key, 'home'), (3, 0, substr(r.external_id, 3), ''),
                    (4, 0, m.id::text, ''), (%4$d, 0, 'cc-' || r.seq %% 1000, '')) AS v (attribute, place, value, element_type)
                WHERE r.tenant_id = %1$d AND r.type = 'User'""");
        directory.run("""
                INSERT INTO sluice.member (tenant_id, group_id, member_id)
                SELECT %1$d, g.id, u.id FROM sluice.resource u
                JOIN sluice.resource g ON g.tenant_id = u.tenant_id AND g.type = 'Group'
                    AND g.unique_key IN ('group 1', 'group ' || 2 + u.seq %% (%3$d - 1))
                WHERE u.tenant_id = %1$d AND u.type = 'User'""");
        directory.run("""
                INSERT INTO sluice.change (tenant_id, operation, type, resource_id, version)
                SELECT %1$d, CASE n WHEN 1 THEN 'create' ELSE 'write' END, r.type, r.id, n
                FROM generate_series(1, 3) n, sluice.resource r WHERE r.tenant_id = %1$d""");
        directory.run("""
                INSERT INTO sluice.refusal (tenant_id, at, operation, type, resource_id, status, scim_type, reason, detail)
                SELECT %1$d, now(), 'patch', r.type, r.id, 400, 'invalidPath', 'invalid_path', ''
                FROM sluice.resource r WHERE r.tenant_id = %1$d""");
        directory.run("INSERT INTO sluice.resource_count VALUES (%1$d, 'User', %2$d), (%1$d, 'Group', %3$d)");
        return directory;
    }

    /** Statistics and visibility map, as autovacuum keeps them in a table with more dead rows than a test leaves. */
    static void settle(StoreUnderTest underTest) throws SQLException {
        TestDatabase.execute(underTest.database().superuserUrl(), "VACUUM (ANALYZE, INDEX_CLEANUP ON)");
    }

    /** The id of a resource by its normalised name. */
    ResourceId id(String type, String key) throws SQLException {
        List<List<String>> found = TestDatabase.query(
                superuser,
                "SELECT id FROM sluice.resource WHERE tenant_id = " + tenant.value() + " AND type = '" + type
                        + "' AND unique_key = '" + key + "'");
        return new ResourceId(UUID.fromString(found.getFirst().getFirst()));
    }

    private void run(String sql) throws SQLException {
        TestDatabase.execute(superuser, sql.formatted(tenant.value(), USERS, GROUPS, COST_CENTER));
    }
}
