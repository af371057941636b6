package io.sluice.store.pg;

import static io.sluice.Eventually.eventually;
import static io.sluice.store.pg.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the planner knows of tables that were empty a moment ago. Nothing else analyzes here: autovacuum first looks after a minute. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class StatisticsIT {
    private static final String KNOWN = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'sluice.%s'::regclass";

    private final StoreUnderTest underTest = new StoreUnderTest();

    @AfterAll
    void close() {
        underTest.close();
    }

    @Test
    void aPlanMadeOverAnEmptyTableIsReplacedOnceTheTableHasGrown() throws SQLException {
        long tenant = underTest.newTenant().value();
        try (Connection connection = TestDatabase.jdbc(underTest.database().servingUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE look_up (bigint, uuid) AS SELECT r.doc FROM sluice.resource r"
                    + " WHERE r.tenant_id = $1 AND r.id = $2 AND r.type = 'User'");
            String lookUp = "EXPLAIN EXECUTE look_up (" + tenant + ", '00000000-0000-0000-0000-000000000000')";
            assertThat(plan(statement, lookUp)).doesNotContain("(id = $2)").contains("Index");

            grow(tenant, 0, 2_000);
            assertThat(await(underTest.housekeeping().refreshStatistics())).isFalse();

            assertThat(plan(statement, lookUp)).contains("(id = $2)");
            assertThat(known("resource")).isEqualTo(2_000);

            grow(tenant, 2_000, 4_000);
            await(underTest.housekeeping().refreshStatistics());
            assertThat(known("resource")).as("twice as large is no other table").isEqualTo(2_000);

            grow(tenant, 4_000, 12_000);
            await(underTest.housekeeping().refreshStatistics());
            assertThat(known("resource")).isEqualTo(12_000);
        }
    }

    @Test
    void aTableSeenWhileItsRowsWereNotCommittedIsLookedAtAgainOnceTheyAre() throws Exception {
        long tenant = underTest.newTenant().value();
        try (Connection connection = TestDatabase.jdbc(underTest.database().superuserUrl());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO sluice.member (tenant_id, group_id, member_id) SELECT " + tenant
                    + ", gen_random_uuid(), gen_random_uuid() FROM generate_series(1, 5000)");
            await(underTest.housekeeping().refreshStatistics());
            assertThat(known("member")).isZero();
            connection.commit();
        }
        // A server process tells the others how many rows it wrote a moment after its commit; the gateway asks each
        // second.
        eventually(() -> {
            await(underTest.housekeeping().refreshStatistics());
            return known("member") == 5_000;
        });
    }

    /** Only conditions that the index itself answers. */
    private static String plan(Statement statement, String explain) throws SQLException {
        List<String> conditions = new ArrayList<>();
        try (ResultSet lines = statement.executeQuery(explain)) {
            while (lines.next()) {
                if (lines.getString(1).contains("Index")) {
                    conditions.add(lines.getString(1));
                }
            }
        }
        return String.join("\n", conditions);
    }

    private void grow(long tenant, int from, int to) throws SQLException {
        TestDatabase.execute(
                underTest.database().superuserUrl(),
                "INSERT INTO sluice.resource (tenant_id, id, type, unique_key, created, last_modified, doc)"
                        + " SELECT " + tenant + ", gen_random_uuid(), 'User', 'user-' || n, now(), now(), '{}'"
                        + " FROM generate_series(" + (from + 1) + ", " + to + ") n");
    }

    private long known(String table) throws SQLException {
        return Long.parseLong(TestDatabase.query(underTest.database().superuserUrl(), KNOWN.formatted(table))
                .getFirst()
                .getFirst());
    }
}
