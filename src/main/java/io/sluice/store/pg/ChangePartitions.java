package io.sluice.store.pg;

import io.sluice.config.ChangeRetention;
import io.sluice.config.ServerUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of {@code sluice.change}, one for each month of UTC: change rows are kept for ever by default, and a statement that names no
 * time looks into every partition, so there must be few. Blocking, as the owner, beside running writers: each step is a transaction that has
 * the table for itself only while the catalog changes, and gives way at once when it cannot have it.
 */
final class ChangePartitions {
    private static final Logger LOG = LoggerFactory.getLogger(ChangePartitions.class);

    /** So many missed runs of a monthly schedule put no row into the default partition. */
    private static final int MONTHS_AHEAD = 3;

    private static final String CHECK_VIOLATION = "23514";

    /** Another held a lock, or wrote into the default partition what a new one was to take: the step is done again. */
    private static final Set<String> PASSING = Set.of("55P03", "40P01", CHECK_VIOLATION);

    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy_MM");

    private static final String OWN_TENANT =
            "CREATE POLICY own_tenant ON sluice.%s USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint)";

    private final Statement statement;
    private final YearMonth now;

    /** A dated partition: its first day, and the day on which the next may begin. */
    private record Span(String name, LocalDate from, LocalDate to) {
        boolean holds(YearMonth month) {
            return !month.atDay(1).isBefore(from) && month.atDay(1).isBefore(to);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private ChangePartitions(Statement statement, YearMonth now) {
        this.statement = statement;
        this.now = now;
    }

    /** Makes what is missing and drops what may go. Doing it again changes nothing; a second process waits until the first is done. */
    static void ensure(ServerUrl owner, ChangeRetention retention) throws SQLException {
        ensure(owner, retention, Instant.now());
    }

    static void ensure(ServerUrl owner, ChangeRetention retention, Instant now) throws SQLException {
        try (Connection connection = ServerDataSource.of(owner).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            statement.execute("SET statement_timeout = 0");
            // Given back with the connection.
            statement.execute("SELECT pg_advisory_lock(hashtextextended('sluice.change', 0))");
            statement.execute("SET lock_timeout = '500ms'");
            statement.execute("SET sluice.purge = 'on'");
            connection.setAutoCommit(false);
            ChangePartitions partitions = new ChangePartitions(statement, YearMonth.from(now.atOffset(ZoneOffset.UTC)));
            partitions.again(partitions::emptyDefault);
            for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
                YearMonth month = partitions.now.plusMonths(ahead);
                partitions.again(() -> partitions.make(month));
            }
            for (Instant oldest : retention.oldest(now).stream().toList()) {
                partitions.dropBefore(oldest.atOffset(ZoneOffset.UTC).toLocalDate());
            }
        }
    }

    static String name(YearMonth month) {
        return "change_" + month.format(MONTH);
    }

    private void again(Step step) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                step.run();
                statement.getConnection().commit();
                return;
            } catch (SQLException failure) {
                statement.getConnection().rollback();
                if (!PASSING.contains(String.valueOf(failure.getSQLState())) || tries == TRIES) {
                    throw failure;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * Rows came here because nobody made partitions for a long time, or from before the first. Where its time is free the default partition
     * itself becomes the dated one, however many rows it has; else each month's rows move into one of their own.
     */
    private void emptyDefault() throws SQLException {
        if (dates("SELECT min(at)::date FROM sluice.change_default").isEmpty()) {
            return;
        }
        lock();
        LocalDate first = dates("SELECT date_trunc('month', min(at))::date FROM sluice.change_default")
                .getFirst();
        LocalDate end = dates(
                        "SELECT (date_trunc('month', max(at)) + interval '1 month')::date FROM sluice.change_default")
                .getFirst();
        if (spans().stream().allMatch(span -> !span.from.isBefore(end) || !span.to.isAfter(first))) {
            becomeDated(first, end);
        } else {
            for (LocalDate month : dates("SELECT DISTINCT date_trunc('month', at)::date FROM sluice.change_default")) {
                make(YearMonth.from(month));
            }
        }
    }

    private void becomeDated(LocalDate first, LocalDate end) throws SQLException {
        String name = name(YearMonth.from(first));
        statement.execute("ALTER TABLE sluice.change DETACH PARTITION sluice.change_default");
        statement.execute("ALTER TABLE sluice.change_default RENAME TO " + name);
        statement.execute("DROP POLICY own_tenant_or_purge ON sluice." + name);
        statement.execute(OWN_TENANT.formatted(name));
        attach(name, first, end);
        create("change_default");
        statement.execute("CREATE POLICY own_tenant_or_purge ON sluice.change_default"
                + " USING (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint"
                + " OR current_setting('sluice.purge', true) = 'on')"
                + " WITH CHECK (tenant_id = nullif(current_setting('sluice.tenant', true), '')::bigint)");
        force("change_default");
        statement.execute("ALTER TABLE sluice.change ATTACH PARTITION sluice.change_default DEFAULT");
        LOG.info("Change rows of the default partition are now {}", name);
    }

    private void make(YearMonth month) throws SQLException {
        if (spans().stream().anyMatch(span -> span.holds(month))) {
            return;
        }
        String name = name(month);
        LocalDate first = month.atDay(1);
        LocalDate end = month.plusMonths(1).atDay(1);
        lock();
        create(name);
        // Before the wall stands: the owner would have to be each tenant in turn.
        statement.execute("WITH moved AS (DELETE FROM sluice.change_default WHERE at >= '" + first + "' AND at < '"
                + end + "' RETURNING *) INSERT INTO sluice." + name + " SELECT * FROM moved");
        statement.execute(OWN_TENANT.formatted(name));
        force(name);
        attach(name, first, end);
        LOG.debug("Made {} for change rows", name);
    }

    private void dropBefore(LocalDate oldest) throws SQLException {
        for (Span span : spans()) {
            if (!span.to.isAfter(oldest)) {
                again(() -> {
                    lock();
                    statement.execute("DROP TABLE sluice." + span.name);
                });
                LOG.info("Dropped {}: all of its change rows are older than the retention", span.name);
            }
        }
        statement.getConnection().commit();
    }

    /** No writer is under way then that looked at the partitions before, and would put its row where it no longer belongs. */
    private void lock() throws SQLException {
        statement.execute("LOCK TABLE sluice.change IN ACCESS EXCLUSIVE MODE");
    }

    private void create(String name) throws SQLException {
        statement.execute("CREATE TABLE sluice." + name + " (LIKE sluice.change INCLUDING ALL)");
    }

    private void force(String name) throws SQLException {
        statement.execute("ALTER TABLE sluice." + name + " ENABLE ROW LEVEL SECURITY");
        statement.execute("ALTER TABLE sluice." + name + " FORCE ROW LEVEL SECURITY");
    }

    private void attach(String name, LocalDate first, LocalDate end) throws SQLException {
        statement.execute("ALTER TABLE sluice.change ATTACH PARTITION sluice." + name + " FOR VALUES FROM ('" + first
                + "') TO ('" + end + "')");
    }

    private List<Span> spans() throws SQLException {
        List<Span> spans = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT name, bounds[1], bounds[2] FROM (SELECT c.relname AS name,"
                + " regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''(\\d+-\\d+-\\d+).*TO \\(''(\\d+-\\d+-\\d+)') AS bounds"
                + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'sluice.change'::regclass)"
                + " WHERE bounds IS NOT NULL ORDER BY name")) {
            while (rows.next()) {
                spans.add(new Span(
                        rows.getString(1), LocalDate.parse(rows.getString(2)), LocalDate.parse(rows.getString(3))));
            }
        }
        return spans;
    }

    private List<LocalDate> dates(String query) throws SQLException {
        List<LocalDate> dates = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                if (rows.getString(1) != null) {
                    dates.add(LocalDate.parse(rows.getString(1)));
                }
            }
        }
        return dates;
    }
}
