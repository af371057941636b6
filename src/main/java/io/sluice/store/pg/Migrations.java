package io.sluice.store.pg;

import io.sluice.config.ChangeRetention;
import io.sluice.config.ConfigException;
import io.sluice.config.ServerUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/**
 * Brings a database's schema up to this release, and tells whether it is. Blocking JDBC: for the start and the {@code migrate} command,
 * never for an event loop. Failures are {@link ConfigException}s of one line. Creates no roles: they belong to the whole cluster.
 */
public final class Migrations {
    private static final String SCHEMA = "sluice";
    private static final String LOCATION = "classpath:io/sluice/store/pg/migration";

    private Migrations() {}

    /**
     * Runs what is missing as the owner, makes the next partitions of the change rows, then grants the serving user what serving needs and
     * nothing more. Running it again changes nothing. Where the serving user is the owner itself there is nothing to grant.
     */
    public static void migrate(ServerUrl owner, String servingUser) {
        migrate(owner, servingUser, ChangeRetention.FOR_EVER);
    }

    /** The same, and change rows older than the retention go. */
    public static void migrate(ServerUrl owner, String servingUser, ChangeRetention retention) {
        try {
            flyway(owner).migrate();
            ChangePartitions.ensure(owner, retention);
            TrigramIndexes.ensure(owner);
            if (!owner.user().equals(servingUser)) {
                grant(owner, servingUser);
            }
        } catch (FlywayException | SQLException failure) {
            throw new ConfigException("The migration as " + owner.display() + " failed: " + rootMessage(failure));
        }
    }

    /**
     * Refuses a database that lacks anything this release's migrations bring. One that later releases have migrated further is accepted, so
     * that instances of both can serve during a rollout.
     */
    public static void requireCurrent(ServerUrl serving) {
        List<String> missing;
        try (Connection connection = ServerDataSource.of(serving).getConnection()) {
            missing = readable(connection) ? missing(flyway(serving).info()) : List.of("all");
        } catch (FlywayException | SQLException failure) {
            throw new ConfigException(
                    "SLUICE_DATABASE_URL: cannot use the database " + serving.display() + ": " + rootMessage(failure));
        }
        if (!missing.isEmpty()) {
            throw new ConfigException("SLUICE_DATABASE_URL: the schema of " + serving.display()
                    + " is older than this release (missing: " + String.join(", ", missing)
                    + "); run the command migrate first");
        }
    }

    private static Flyway flyway(ServerUrl url) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(ServerDataSource.of(url))
                .locations(LOCATION)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .failOnMissingLocations(true)
                // One that is missing is missing, also below the newest: never passed over in silence.
                .outOfOrder(true)
                .validateMigrationNaming(true)
                .load();
    }

    private static boolean readable(Connection connection) throws SQLException {
        String sql =
                "SELECT coalesce(has_table_privilege(to_regclass('sluice.flyway_schema_history'), 'SELECT'), false)"
                        + " WHERE has_schema_privilege(to_regnamespace('sluice'), 'USAGE')";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static List<String> missing(MigrationInfoService history) {
        MigrationInfo[] all = history.all();
        return Arrays.stream(history.pending())
                .filter(pending -> !appliedOnce(pending, all))
                .map(MigrationInfo::getScript)
                .toList();
    }

    /** Whether exactly this text of a repeatable migration ran here before a later release's text did. */
    private static boolean appliedOnce(MigrationInfo pending, MigrationInfo[] all) {
        return pending.isRepeatable()
                && Arrays.stream(all)
                        .anyMatch(other -> other.isRepeatable()
                                && other.isApplied()
                                && other.getDescription().equals(pending.getDescription())
                                && Objects.equals(other.getAppliedChecksum(), pending.getResolvedChecksum()));
    }

    private static void grant(ServerUrl owner, String servingUser) throws SQLException {
        try (Connection connection = ServerDataSource.of(owner).getConnection();
                Statement statement = connection.createStatement()) {
            if (!roleExists(connection, servingUser)) {
                throw new ConfigException("The role \"" + servingUser + "\" of SLUICE_DATABASE_URL does not exist on "
                        + owner.host() + ":" + owner.port() + "; create it (LOGIN, neither SUPERUSER nor BYPASSRLS)");
            }
            connection.setAutoCommit(false);
            // The same as around the partitions: of two at once, each would find the other's changes to the same
            // tables.
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('sluice.change', 0))");
            for (String sql : grants(statement.enquoteIdentifier(servingUser, true))) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    private static List<String> grants(String role) {
        return List.of(
                "REVOKE ALL ON SCHEMA sluice FROM PUBLIC",
                "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sluice FROM PUBLIC",
                "GRANT USAGE ON SCHEMA sluice TO " + role,
                // It reads how far the schema is and what cursors are sealed with; only the owner writes them.
                "GRANT SELECT ON sluice.flyway_schema_history, sluice.cursor_key TO " + role,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON sluice.resource, sluice.member, sluice.member_purge, sluice.search_value,"
                        + " sluice.matching_attribute, sluice.matching_backlog,"
                        + " sluice.resource_count, sluice.resource_count_delta, sluice.tenant_profile,"
                        + " sluice.tenant_schema, sluice.tenant_type, sluice.tenant_deletion, sluice.bulk_job,"
                        + " sluice.bulk_result TO " + role,
                "GRANT SELECT, INSERT, DELETE ON sluice.refusal TO " + role,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON sluice.deprovisioning_hold, sluice.deprovisioned TO " + role,
                // A policy keeps the change log append-only until its tenant goes; foreign keys keep
                // a tenant that owns
                // anything.
                "GRANT SELECT, INSERT, DELETE ON sluice.change, sluice.tenant TO " + role,
                // A token or a client is made and revoked; nothing of it changes but when it was last used.
                "GRANT SELECT, INSERT, DELETE, UPDATE (last_used) ON sluice.credential, sluice.client TO " + role,
                "GRANT SELECT, INSERT, DELETE ON sluice.client_secret, sluice.client_issuer, sluice.client_assertion TO "
                        + role,
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA sluice TO " + role,
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA sluice TO " + role);
    }

    private static boolean roleExists(Connection connection, String role) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?")) {
            statement.setString(1, role);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The innermost message on one line: Flyway wraps the server's own words in a page of text. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage())
                .lines()
                .map(String::strip)
                .findFirst()
                .orElse("unknown");
    }
}
