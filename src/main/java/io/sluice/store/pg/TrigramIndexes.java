package io.sluice.store.pg;

import io.sluice.config.ServerUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes for {@code co} on names and e-mail addresses. Under row level security PostgreSQL searches one only where the function of LIKE is
 * marked leakproof, which a superuser alone may do; elsewhere such a filter looks at each of the tenant's values. Blocking, as the owner;
 * neither building an index nor finding it there stops a writer.
 */
final class TrigramIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(TrigramIndexes.class);

    /** It can fail by the pattern alone, which is the client's own: no row shows in that. */
    static final String MARK_LEAKPROOF = "ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF";

    static final String IS_LEAKPROOF =
            "SELECT proleakproof FROM pg_catalog.pg_proc WHERE oid = 'pg_catalog.textlike(text, text)'::regprocedure";

    private static final String IS_SUPERUSER = "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user";
    private static final String OPERATORS =
            "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'";

    private static final Map<String, String> INDEXES = Map.of(
            "resource_trigram", "sluice.resource USING gin (tenant_id, unique_key %s.gin_trgm_ops)",
            "search_value_trigram",
                    "sluice.search_value USING gin (tenant_id, attribute, value %s.gin_trgm_ops) WHERE attribute IN (1, 2)");

    private TrigramIndexes() {}

    /** Makes those that are missing; where this database does not allow them there are none. */
    static void ensure(ServerUrl owner) throws SQLException {
        try (Connection connection = ServerDataSource.of(owner).getConnection();
                Statement statement = connection.createStatement()) {
            if (!answer(statement, IS_LEAKPROOF).equals("t")
                    && answer(statement, IS_SUPERUSER).equals("t")) {
                statement.execute(MARK_LEAKPROOF);
            }
            if (answer(statement, IS_LEAKPROOF).equals("t") && extended(statement)) {
                String operators = answer(statement, OPERATORS);
                for (Map.Entry<String, String> index : INDEXES.entrySet()) {
                    build(statement, index.getKey(), index.getValue().formatted(operators));
                }
            }
        }
    }

    private static boolean extended(Statement statement) {
        try {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm");
            statement.execute("CREATE EXTENSION IF NOT EXISTS btree_gin");
            return true;
        } catch (SQLException unavailable) {
            LOG.info("No index for filters with co: {}", unavailable.getMessage());
            return false;
        }
    }

    private static void build(Statement statement, String name, String definition) throws SQLException {
        String state = answer(
                statement, "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('sluice." + name + "')");
        if (state.equals("f")) {
            // An earlier build was broken off.
            statement.execute("DROP INDEX sluice." + name);
        }
        if (!state.equals("t")) {
            statement.execute("CREATE INDEX CONCURRENTLY " + name + " ON " + definition);
        }
    }

    /** The one value as text; empty where there is no row. */
    private static String answer(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
