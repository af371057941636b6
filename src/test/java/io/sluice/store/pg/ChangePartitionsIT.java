package io.sluice.store.pg;

import static io.sluice.store.pg.TestDatabase.execute;
import static io.sluice.store.pg.TestDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import io.sluice.config.ChangeRetention;
import io.sluice.config.ConfigException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@BesideOthers
class ChangePartitionsIT {
    private static final String PARTITIONS = "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            + " WHERE i.inhparent = 'sluice.change'::regclass ORDER BY c.relname";
    private static final String CREATE =
            "SELECT outcome FROM sluice.resource_create(1, 'User', gen_random_uuid(), '%s', NULL, NULL, '{}', '{}', '{}', '{}', '{}')";
    private static final int WRITERS = 3;

    private final TestDatabase database = TestDatabase.create();
    private final YearMonth now = YearMonth.now(ZoneOffset.UTC);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void tenant() throws SQLException {
        execute(database.servingUrl(), "SELECT sluice.tenant_ensure('acme', '\\x00')");
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void thisMonthAndTheNextThreeHaveAPartitionAndMakingThemAgainChangesNothing() throws SQLException {
        List<String> made = partitions();

        ensure(now);

        assertThat(made).containsExactlyElementsOf(names(0, 1, 2, 3));
        assertThat(partitions()).isEqualTo(made);
    }

    @Test
    void aLaterRunMakesOnlyWhatIsMissing() throws SQLException {
        ensure(now.plusMonths(2));

        assertThat(partitions()).containsExactlyElementsOf(names(0, 1, 2, 3, 4, 5));
    }

    @Test
    void aWriteGoesToThePartitionOfItsMonth() throws SQLException {
        execute(database.servingUrl(), CREATE.formatted("a"));

        assertThat(held()).containsExactly(List.of(ChangePartitions.name(now), "1"));
    }

    @Test
    void whatTheDefaultPartitionTookWhileNobodyMadePartitionsBecomesADatedOne() throws SQLException {
        change(now.plusMonths(5));
        change(now.plusMonths(6));

        ensure(now.plusMonths(6));

        assertThat(held()).containsExactly(List.of(ChangePartitions.name(now.plusMonths(5)), "2"));
        assertThat(partitions()).containsExactlyElementsOf(names(0, 1, 2, 3, 5, 7, 8, 9));
        assertWalled();
    }

    @Test
    void rowsOfTheDefaultPartitionOnBothSidesOfADatedOneMoveIntoTheirMonths() throws SQLException {
        change(now.minusMonths(1));
        change(now.plusMonths(4));
        change(now.plusMonths(4));

        ensure(now);

        assertThat(held())
                .containsExactlyInAnyOrder(
                        List.of(ChangePartitions.name(now.minusMonths(1)), "1"),
                        List.of(ChangePartitions.name(now.plusMonths(4)), "2"));
        assertWalled();
    }

    @Test
    void noWriteFailsAndNoRowIsLostWhilePartitionsAreMade() throws Exception {
        for (String name : names(0, 1, 2, 3)) {
            if (!name.equals("change_default")) {
                execute(database.ownerUrl(), "DROP TABLE sluice." + name);
            }
        }
        AtomicBoolean over = new AtomicBoolean();
        List<Future<Integer>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> threads.submit(() -> write(writer, over)))
                .toList();
        while (held().isEmpty()) {
            Thread.onSpinWait();
        }
        List<? extends Future<?>> migrations = IntStream.range(0, 2)
                .mapToObj(
                        one -> threads.submit(() -> Migrations.migrate(database.ownerUrl(), EmbeddedDatabase.SERVING)))
                .toList();
        for (Future<?> migration : migrations) {
            migration.get();
        }
        Thread.sleep(100);
        over.set(true);

        int written = 0;
        for (Future<Integer> writer : writers) {
            written += writer.get();
        }
        assertThat(partitions()).containsExactlyElementsOf(names(0, 1, 2, 3));
        assertThat(held()).containsExactly(List.of(ChangePartitions.name(now), Integer.toString(written)));
    }

    @Test
    void aReaderThatTakesLongHoldsUpThePartitionsAndNoWriter() throws Exception {
        execute(database.ownerUrl(), "DROP TABLE sluice." + ChangePartitions.name(now.plusMonths(3)));
        try (Connection reader = TestDatabase.jdbc(database.servingUrl());
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM sluice.change").close();
            CompletableFuture<Void> made = CompletableFuture.runAsync(() -> ensure(now), threads);
            for (int i = 0; i < 5; i++) {
                int name = i;
                threads.submit(() -> {
                            execute(database.servingUrl(), CREATE.formatted("user" + name));
                            return null;
                        })
                        .get(20, TimeUnit.SECONDS);
            }
            assertThat(made).isNotDone();

            reader.rollback();
            made.get();
        }
        assertThat(partitions()).containsExactlyElementsOf(names(0, 1, 2, 3));
    }

    @Test
    void aPartitionGoesWhenTheWholeOfItIsOlderThanTheRetention() throws SQLException {
        Instant later = now.plusMonths(2).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        change(now);
        change(now.plusMonths(1));

        ChangePartitions.ensure(database.ownerUrl(), new ChangeRetention(1), later);
        assertThat(held()).containsExactly(List.of(ChangePartitions.name(now.plusMonths(1)), "1"));

        ChangePartitions.ensure(database.ownerUrl(), ChangeRetention.FOR_EVER, later.plusSeconds(100_000_000));
        assertThat(held()).containsExactly(List.of(ChangePartitions.name(now.plusMonths(1)), "1"));
    }

    private int write(int writer, AtomicBoolean over) throws SQLException {
        try (Connection connection = TestDatabase.jdbc(database.servingUrl());
                Statement statement = connection.createStatement()) {
            int written = 0;
            for (; !over.get(); written++) {
                statement.execute(CREATE.formatted(writer + "." + written));
            }
            return written;
        }
    }

    private void change(YearMonth month) throws SQLException {
        execute(
                database.superuserUrl(),
                "INSERT INTO sluice.change (tenant_id, at, operation, type, resource_id, version) VALUES (1, '"
                        + month.atDay(1) + "T00:00:00Z', 'create', 'User', gen_random_uuid(), 1)");
    }

    private void ensure(YearMonth month) {
        try {
            ChangePartitions.ensure(
                    database.ownerUrl(),
                    ChangeRetention.FOR_EVER,
                    month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (SQLException failure) {
            throw new ConfigException(String.valueOf(failure.getMessage()));
        }
    }

    /** In the order of names, the default partition's behind all. */
    private List<String> names(int... ahead) {
        return Stream.concat(
                        IntStream.of(ahead).mapToObj(months -> ChangePartitions.name(now.plusMonths(months))),
                        Stream.of("change_default"))
                .toList();
    }

    private List<String> partitions() throws SQLException {
        return query(database.superuserUrl(), PARTITIONS).stream()
                .map(List::getFirst)
                .toList();
    }

    private List<List<String>> held() throws SQLException {
        return query(
                database.superuserUrl(),
                "SELECT (SELECT relname FROM pg_class WHERE oid = change.tableoid), count(*) FROM sluice.change GROUP BY 1");
    }

    /** Each like the default partition of a new database: forced, one policy, no right for the serving role. */
    private void assertWalled() throws SQLException {
        assertThat(
                        query(
                                database.superuserUrl(),
                                "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                        + " WHERE i.inhparent = 'sluice.change'::regclass AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity"
                                        + " OR has_any_column_privilege('sluice_serve', c.oid, 'SELECT, INSERT, UPDATE')"
                                        + " OR (SELECT array_agg(polname::text) FROM pg_policy WHERE polrelid = c.oid)"
                                        + " <> ARRAY[CASE c.relname WHEN 'change_default' THEN 'own_tenant_or_purge' ELSE 'own_tenant' END])"))
                .isEmpty();
    }
}
