package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What PostgreSQL's catalog says of the walls between tenants; a table of a later migration is held to it unasked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class CatalogIT {
    private static final String TENANT_TABLES = """
            SELECT c.oid, c.relname, a.attnum AS tenant FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'sluice'::regnamespace AND c.relkind IN ('r', 'p')
            AND a.attname = 'tenant_id' AND NOT a.attisdropped""";

    /** With the reason for each. */
    private static final Map<String, String> WITHOUT_TENANT = Map.of(
            "flyway_schema_history", "how far the schema is",
            "cursor_key", "what cursors of every tenant are sealed with; never part of an answer");

    private static final Map<String, String> WITHOUT_ROW_SECURITY =
            Map.of("tenant", "names only, asked for before a tenant is known");

    private static final Map<String, String> UNIQUE_ACROSS_TENANTS = Map.of(
            "tenant.tenant_name_key", "a name is what the tenant is found by",
            "credential.credential_digest_key", "a token tells whose it is, so no two tenants can share one",
            "client_secret.client_secret_digest_key", "likewise a client's secret",
            "client_issuer.client_issuer_token", "and a token of an identity provider");

    /** What else a policy shows rows by: the digest of the very token that is presented; the removal of what deleted groups and tenants left, and of change rows into their dated partition; indexes that are being built; the queue of kept requests. */
    private static final Map<String, String> SEEN_BY_MORE = Map.of(
            "credential", "digest = decode(NULLIF(current_setting('sluice.credential'",
            "client_secret", "digest = decode(NULLIF(current_setting('sluice.credential'",
            "client_issuer", "digest = decode(NULLIF(current_setting('sluice.credential'",
            "member_purge", "current_setting('sluice.purge'",
            "change_default", "current_setting('sluice.purge'",
            "tenant_deletion", "current_setting('sluice.purge'",
            "matching_attribute", "current_setting('sluice.purge'",
            "matching_backlog", "current_setting('sluice.purge'",
            "bulk_job", "current_setting('sluice.bulk'");

    private final TestDatabase database = TestDatabase.create();

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void everyTableNamesItsTenant() throws SQLException {
        assertThat(names(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'sluice'::regnamespace AND relkind IN ('r', 'p')"
                                + " AND oid NOT IN (SELECT oid FROM (" + TENANT_TABLES + "))"))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_TENANT.keySet());
    }

    @Test
    void everyTableForcesRowLevelSecurity() throws SQLException {
        assertThat(names("SELECT c.relname FROM pg_class c JOIN (" + TENANT_TABLES + ") t USING (oid)"
                        + " WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)"))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_ROW_SECURITY.keySet());
    }

    @Test
    void everyTableHasOnePolicyForEveryRoleAndCommand() throws SQLException {
        Map<String, List<String>> policies = new TreeMap<>();
        for (List<String> policy :
                rows("SELECT tablename, permissive, roles, cmd FROM pg_policies WHERE schemaname = 'sluice'"
                        + " AND policyname <> 'append_only'")) {
            assertThat(policies.put(policy.getFirst(), policy.subList(1, 4))).isNull();
        }

        assertThat(policies.keySet())
                .containsExactlyInAnyOrderElementsOf(names("SELECT relname FROM (" + TENANT_TABLES + ") t").stream()
                        .filter(table -> !WITHOUT_ROW_SECURITY.containsKey(table))
                        .toList());
        assertThat(policies.values())
                .allSatisfy(policy -> assertThat(policy).containsExactly("PERMISSIVE", "{public}", "ALL"));
    }

    /** A policy that let the setting be missing, or took it for every tenant, would show here. */
    @Test
    void everyPolicyIsOfTheTenantThatTheStatementSet() throws SQLException {
        String own = "(tenant_id = (NULLIF(current_setting('sluice.tenant'::text, true), ''::text))::bigint)";

        assertThat(rows(
                        "SELECT tablename, qual, coalesce(with_check, qual) FROM pg_policies WHERE schemaname = 'sluice'"
                                + " AND policyname <> 'append_only'"))
                .allSatisfy(policy -> {
                    assertThat(policy.get(2)).isEqualTo(own);
                    String more = SEEN_BY_MORE.getOrDefault(policy.getFirst(), "");
                    assertThat(policy.get(1)).contains(own).contains(more);
                    assertThat(policy.get(1).equals(own)).isEqualTo(more.isEmpty());
                });
    }

    /** On top of the policy that every table has, so that it can only take away. */
    @Test
    void theChangeLogIsAppendOnlyUntilItsTenantIsDeleted() throws SQLException {
        assertThat(rows("SELECT tablename, permissive, cmd FROM pg_policies WHERE policyname = 'append_only'"))
                .containsExactly(List.of("change", "RESTRICTIVE", "DELETE"));
        assertThat(rows("SELECT has_table_privilege('sluice_serve', 'sluice.change', 'UPDATE')"))
                .containsExactly(List.of("f"));
    }

    /** A table of a later migration that is not in the list would outlive its tenant. */
    @Test
    void everyTableIsEmptiedWhenItsTenantIsDeleted() throws SQLException {
        String source = names("SELECT prosrc FROM pg_proc WHERE pronamespace = 'sluice'::regnamespace"
                        + " AND proname = 'tenant_delete_some'")
                .getFirst();

        assertThat(names("SELECT t.relname FROM (" + TENANT_TABLES + ") t JOIN pg_class c USING (oid)"
                        + " WHERE NOT c.relispartition AND t.relname NOT IN ('tenant', 'tenant_deletion')"))
                .isNotEmpty()
                .allSatisfy(table -> assertThat(source).contains("'" + table + "'"));
    }

    @Test
    void everyUniqueIndexBeginsWithTheTenant() throws SQLException {
        assertThat(names("SELECT t.relname || '.' || i.indexrelid::regclass::name FROM pg_index i JOIN ("
                        + TENANT_TABLES + ") t ON t.oid = i.indrelid WHERE i.indisunique AND i.indkey[0] <> t.tenant"))
                .map(name -> name.replace(".sluice.", "."))
                .containsExactlyInAnyOrderElementsOf(UNIQUE_ACROSS_TENANTS.keySet());
    }

    @Test
    void everyOtherIndexBeginsWithTheTenantToo() throws SQLException {
        assertThat(names("SELECT i.indexrelid::regclass::text FROM pg_index i JOIN (" + TENANT_TABLES
                        + ") t ON t.oid = i.indrelid WHERE NOT i.indisunique AND i.indkey[0] <> t.tenant"))
                .isEmpty();
    }

    @Test
    void everyTableHasAPrimaryKeyThatBeginsWithTheTenant() throws SQLException {
        assertThat(names("SELECT t.relname FROM (" + TENANT_TABLES + ") t WHERE NOT EXISTS (SELECT FROM pg_index i"
                        + " WHERE i.indrelid = t.oid AND i.indisprimary AND i.indkey[0] = t.tenant)"))
                .isEmpty();
    }

    @Test
    void everyForeignKeyBeginsWithTheTenantOnBothSides() throws SQLException {
        String referenced = "(SELECT attname FROM pg_attribute WHERE attrelid = k.confrelid AND attnum = k.confkey[1])";
        String referring = "(SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[1])";

        assertThat(rows("SELECT k.conname, " + referring + ", " + referenced + " FROM pg_constraint k"
                        + " WHERE k.connamespace = 'sluice'::regnamespace AND k.contype = 'f'"))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.subList(1, 3)).containsExactly("tenant_id", "tenant_id"));
    }

    @Test
    void everyPartitionIsWalledLikeItsTable() throws SQLException {
        assertThat(names("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                        + " JOIN (" + TENANT_TABLES + ") t ON t.oid = i.inhparent"
                        + " WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"))
                .isEmpty();
    }

    /** One does, without which nobody but autovacuum could ANALYZE: it takes nothing and tells nothing of any row. */
    @Test
    void noFunctionThatSeesARowRunsWithTheRightsOfItsOwner() throws SQLException {
        assertThat(rows("SELECT proname, pronargs, prorettype::regtype, proconfig FROM pg_proc"
                        + " WHERE pronamespace = 'sluice'::regnamespace AND prosecdef"))
                .containsExactly(
                        List.of("statistics_refresh", "0", "boolean", "{\"search_path=pg_catalog, pg_temp\"}"));
    }

    @Test
    void theServingRoleHasNoRightThatPassesByTheWalls() throws SQLException {
        assertThat(names("SELECT c.relname || ' ' || p FROM pg_class c,"
                        + " unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) p"
                        + " WHERE c.relnamespace = 'sluice'::regnamespace AND c.relkind IN ('r', 'p')"
                        + " AND has_table_privilege('sluice_serve', c.oid, p)"))
                .isEmpty();
        assertThat(names("SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
                        + " WHERE m.member = 'sluice_serve'::regrole"))
                .isEmpty();
        assertThat(rows("SELECT has_schema_privilege('sluice_serve', 'sluice', 'CREATE'),"
                        + " has_schema_privilege('sluice_serve', 'public', 'CREATE'),"
                        + " has_database_privilege('sluice_serve', current_database(), 'CREATE')"))
                .containsExactly(List.of("f", "f", "f"));
    }

    private List<String> names(String sql) throws SQLException {
        return rows(sql).stream().map(List::getFirst).toList();
    }

    private List<List<String>> rows(String sql) throws SQLException {
        return TestDatabase.query(database.superuserUrl(), sql);
    }
}
