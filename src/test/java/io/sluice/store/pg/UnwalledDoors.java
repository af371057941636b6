package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The product without its second wall, to measure what that costs: a database without policies, and statements that do not say whose rows they want. */
public final class UnwalledDoors {
    private static final String SETTING =
            "MATERIALIZED (SELECT set_config('sluice.tenant', $1::text, true)::bigint AS tenant_id)";
    private static final String TENANT = "'sluice.tenant'";
    private static final String NAME_ALONE = "(SELECT $1::text::bigint AS tenant_id)";
    private static final String FENCE = " OFFSET 0";
    private static final String SETTING_OF_FUNCTION =
            "\n    PERFORM set_config('sluice.tenant', p_tenant::text, true);";

    private UnwalledDoors() {}

    /** The same doors; reads go through them with plain predicates. */
    public static Doors of(Doors doors) {
        return new Doors(unwalled(doors.lookups()), unwalled(doors.writes()), unwalled(doors.scans()));
    }

    /** Takes the policies off every table of the database, and the settings that they go by out of its functions. */
    public static void open(Connection superuser) throws SQLException {
        List<String> changes = new ArrayList<>();
        try (Statement statement = superuser.createStatement()) {
            collect(
                    changes,
                    statement,
                    "SELECT format('ALTER TABLE sluice.%I DISABLE ROW LEVEL SECURITY', relname) FROM pg_class"
                            + " WHERE relnamespace = 'sluice'::regnamespace AND relrowsecurity");
            collect(
                    changes,
                    statement,
                    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'sluice'::regnamespace");
            for (String change : changes) {
                String plain = change.replace(SETTING_OF_FUNCTION, "");
                if (change.contains("FUNCTION sluice.resource_create(") && plain.contains(TENANT)) {
                    throw new IllegalStateException("still says whose rows it wants: " + plain);
                }
                statement.execute(plain);
            }
        }
    }

    private static void collect(List<String> changes, Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                changes.add(rows.getString(1));
            }
        }
    }

    private static Door unwalled(Door door) {
        Map<String, String> texts = new ConcurrentHashMap<>();
        return new Door() {
            @Override
            public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
                return door.execute(texts.computeIfAbsent(sql, UnwalledDoors::unwalled), parameters);
            }

            @Override
            public SqlClient client() {
                return door.client();
            }

            @Override
            public void repeats() {
                door.repeats();
            }

            @Override
            public boolean isTransaction() {
                return door.isTransaction();
            }
        };
    }

    private static String unwalled(String sql) {
        String plain = sql.contains(SETTING) ? sql.replace(SETTING, NAME_ALONE).replace(FENCE, "") : sql;
        if (plain.contains(TENANT)) {
            throw new IllegalStateException("still says whose rows it wants: " + plain);
        }
        return plain;
    }
}
