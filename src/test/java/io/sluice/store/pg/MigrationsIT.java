package io.sluice.store.pg;

import static io.sluice.store.pg.TestDatabase.execute;
import static io.sluice.store.pg.TestDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.BesideOthers;
import io.sluice.config.ConfigException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BesideOthers
class MigrationsIT {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void servingRoleOwnsNothingAndIsBoundByRowLevelSecurity() throws SQLException {
        assertThat(
                        query(
                                database.superuserUrl(),
                                "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'sluice_serve'"))
                .containsExactly(List.of("f", "f", "f", "f"));
        assertThat(
                        query(
                                database.superuserUrl(),
                                "SELECT relname FROM pg_class WHERE relowner = 'sluice_serve'::regrole"
                                        + " UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'sluice_serve'::regrole"
                                        + " UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = 'sluice_serve'::regrole"))
                .isEmpty();
    }

    @Test
    void everyTableThatServingMayReadForcesRowLevelSecurityExceptThoseWithoutTenantsData() throws SQLException {
        assertThat(query(
                        database.superuserUrl(),
                        "SELECT relname FROM pg_class WHERE relnamespace = 'sluice'::regnamespace AND relkind IN ('r', 'p')"
                                + " AND has_any_column_privilege('sluice_serve', oid, 'SELECT, INSERT, UPDATE')"
                                + " AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname"))
                .containsExactly(List.of("cursor_key"), List.of("flyway_schema_history"), List.of("tenant"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE sluice.mine (id int)",
                "CREATE TABLE public.mine (id int)",
                "CREATE SCHEMA mine",
                "ALTER TABLE sluice.resource DISABLE ROW LEVEL SECURITY",
                "DROP POLICY own_tenant ON sluice.resource",
                "DROP TABLE sluice.resource",
                "TRUNCATE sluice.resource",
                "UPDATE sluice.change SET version = 1",
                "UPDATE sluice.credential SET expires = now()",
                "SELECT * FROM sluice.change_default",
                "DELETE FROM sluice.flyway_schema_history"
            })
    void servingRoleMayNot(String statement) {
        assertThatThrownBy(() -> execute(database.servingUrl(), statement))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    @Test
    void servingRoleWritesThroughTheFunctions() throws SQLException {
        execute(database.servingUrl(), "SELECT sluice.tenant_ensure('acme', '\\x00')");

        assertThat(query(
                        database.servingUrl(),
                        "SELECT outcome, version FROM sluice.resource_create(1, 'User', gen_random_uuid(), 'a', NULL, NULL, '{}',"
                                + " '{}', '{}', '{}', '{}')"))
                .containsExactly(List.of("done", "1"));
    }

    @Test
    void servingRoleDeletesNoTenantThatOwnsAnythingAndNoChangeOfALiveOne() throws SQLException {
        execute(database.servingUrl(), "SELECT sluice.tenant_ensure('acme', '\\x00')");
        execute(
                database.servingUrl(),
                "SELECT sluice.resource_create(1, 'User', gen_random_uuid(), 'a', NULL, NULL, '{}', '{}', '{}', '{}', '{}')");

        execute(database.servingUrl(), "SET sluice.tenant = '1'; DELETE FROM sluice.change");

        assertThat(query(database.superuserUrl(), "SELECT count(*) FROM sluice.change"))
                .containsExactly(List.of("1"));
        assertThatThrownBy(() -> execute(database.servingUrl(), "DELETE FROM sluice.tenant"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo("23503"));
    }

    @Test
    void functionsAreClosedToEverybodyElse() throws SQLException {
        assertThat(query(
                        database.superuserUrl(),
                        "SELECT p.proname FROM pg_proc p, aclexplode(p.proacl) a"
                                + " WHERE p.pronamespace = 'sluice'::regnamespace AND a.grantee = 0"))
                .isEmpty();
        assertThat(query(
                        database.superuserUrl(),
                        "SELECT proname FROM pg_proc WHERE pronamespace = 'sluice'::regnamespace AND proacl IS NULL"))
                .isEmpty();
    }

    @Test
    void migratingAgainChangesNothing() throws SQLException {
        String history = "SELECT * FROM sluice.flyway_schema_history ORDER BY installed_rank";
        List<List<String>> before = query(database.ownerUrl(), history);

        Migrations.migrate(database.ownerUrl(), database.servingUrl().user());

        assertThat(query(database.ownerUrl(), history)).isEqualTo(before);
    }

    @Test
    void grantsNothingWhereTheOwnerServes() throws SQLException {
        try (TestDatabase fresh = TestDatabase.createUnmigrated()) {
            Migrations.migrate(fresh.ownerUrl(), fresh.ownerUrl().user());

            assertThatCode(() -> Migrations.requireCurrent(fresh.ownerUrl())).doesNotThrowAnyException();
            assertThatThrownBy(() -> query(fresh.servingUrl(), "SELECT * FROM sluice.tenant"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void namesAServingRoleThatDoesNotExist() {
        assertThatThrownBy(() -> Migrations.migrate(database.ownerUrl(), "nobody\"; --"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("SLUICE_DATABASE_URL");
    }

    @Test
    void acceptsTheCurrentSchemaAsTheServingRole() {
        assertThatCode(() -> Migrations.requireCurrent(database.servingUrl())).doesNotThrowAnyException();
    }

    @Test
    void refusesToServeAnUnmigratedDatabase() {
        try (TestDatabase fresh = TestDatabase.createUnmigrated()) {
            assertThatThrownBy(() -> Migrations.requireCurrent(fresh.servingUrl()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("migrate");
        }
    }

    @Test
    void refusesToServeASchemaOlderThanThisRelease() throws SQLException {
        execute(database.superuserUrl(), "DELETE FROM sluice.flyway_schema_history WHERE version IS NOT NULL");

        assertThatThrownBy(() -> Migrations.requireCurrent(database.servingUrl()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("older than this release");
    }

    @Test
    void refusesToServeWhenAFunctionFileNeverRanAsItIsNow() throws SQLException {
        execute(database.superuserUrl(), "UPDATE sluice.flyway_schema_history SET checksum = 1 WHERE version IS NULL");

        assertThatThrownBy(() -> Migrations.requireCurrent(database.servingUrl()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("R__write_functions.sql");
    }

    @Test
    void servesASchemaThatALaterReleaseMigratedFurther() throws SQLException {
        execute(
                database.superuserUrl(),
                "INSERT INTO sluice.flyway_schema_history SELECT installed_rank + 100, version, description, type, script, 7,"
                        + " installed_by, installed_on, execution_time, success"
                        + " FROM sluice.flyway_schema_history WHERE script = 'R__write_functions.sql'");
        execute(
                database.superuserUrl(),
                "INSERT INTO sluice.flyway_schema_history SELECT installed_rank + 200, '999', 'later', type, 'V999__later.sql', 7,"
                        + " installed_by, installed_on, execution_time, success"
                        + " FROM sluice.flyway_schema_history WHERE version = '1'");

        assertThatCode(() -> Migrations.requireCurrent(database.servingUrl())).doesNotThrowAnyException();
    }

    @Test
    void saysInOneLineWhichDatabaseCannotBeReached() {
        assertThatThrownBy(() -> Migrations.requireCurrent(
                        database.servingUrl().withPassword(new io.sluice.config.Secret("wrong"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SLUICE_DATABASE_URL")
                .hasMessageContaining(database.servingUrl().display())
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("wrong");
    }
}
