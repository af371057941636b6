package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What the process asks the database for itself, outside of any request. */
public final class Housekeeping {
    private static final String ENSURE = "/* tenant_ensure */ SELECT sluice.tenant_ensure($1, $2, $3)";
    private static final String WRITABLE = "/* ready */ SELECT current_setting('transaction_read_only') = 'off'";
    private static final String SCHEMA =
            "/* schema */ SELECT coalesce(max(h.installed_rank), 0) FROM sluice.flyway_schema_history h WHERE h.success";
    private static final String LOSING = "/* durability */ SELECT s.name FROM pg_settings s"
            + " WHERE s.name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND s.setting = 'off' ORDER BY s.name";
    private static final String HORIZON =
            "/* horizon */ SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() s";
    private static final String SECOND_WALL =
            "/* second wall */ SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user";

    private static final String PURGE = "/* purge */ SELECT sluice.member_purge_some($1)";

    private static final String DELETE_TENANTS = "/* tenant_delete_some */ SELECT sluice.tenant_delete_some($1)";

    private static final String STATISTICS = "/* statistics */ SELECT sluice.statistics_refresh()";

    private static final String EXPIRE = "/* refusal_expire */ SELECT sluice.refusal_expire($1, $2)";
    private static final String EXPIRE_JOB = "/* bulk_job_expire */ SELECT sluice.bulk_job_expire($1)";
    private static final String BACKLOG = "/* bulk_job_backlog */ SELECT * FROM sluice.bulk_job_backlog()";

    /** Some tens of milliseconds of work. */
    private static final int PURGED_AT_ONCE = 2_000;

    /**
     * How far transactions have ended, by number: all before {@code begun} have, and from {@code next} on none has begun.
     */
    record Horizon(String begun, String next) {}

    /**
     * Kept requests of all tenants that are not finished.
     *
     * @param waiting how many no replica has
     * @param running how many one has
     * @param oldest for how many seconds the first of those that wait has been kept; 0 where none waits
     */
    record Backlog(int waiting, int running, double oldest) {}

    private final Door door;

    Housekeeping(Door door) {
        this.door = door;
    }

    /** Makes sure that this tenant exists with this token; false where the token is another tenant's. */
    public Future<Boolean> ensureTenant(String name, byte[] tokenDigest, UUID token) {
        return answer(ENSURE, Tuple.of(name, Buffer.buffer(tokenDigest), token));
    }

    /** Whether the database answers and takes writes. */
    public Future<Boolean> isReady() {
        return answer(WRITABLE, Tuple.tuple());
    }

    /** How many migrations it has seen. A database restored from an old backup has seen fewer than at the start. */
    public Future<Integer> schema() {
        return door.execute(SCHEMA, Tuple.tuple())
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Names the settings with which the server may lose what it acknowledged; none where it keeps all. */
    public Future<List<String>> losing() {
        return door.execute(LOSING, Tuple.tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    /** Whether row level security applies to the serving role at all. */
    public Future<Boolean> hasSecondWall() {
        return answer(SECOND_WALL, Tuple.tuple());
    }

    /** Removes some of the rows that deleted groups and deleted tenants left; true where there may be more. */
    public Future<Boolean> purge() {
        return answer(PURGE, Tuple.of(PURGED_AT_ONCE))
                .compose(
                        more -> answer(DELETE_TENANTS, Tuple.of(PURGED_AT_ONCE)).map(tenants -> more || tenants));
    }

    /** Looks at tables that have grown much since the planner last saw them; false: there is no more to it for now. */
    public Future<Boolean> refreshStatistics() {
        return answer(STATISTICS, Tuple.tuple()).map(any -> false);
    }

    /** Removes some of the refusals from before so many days; true where there may be more. */
    public Future<Boolean> expireRefusals(int days) {
        return answer(EXPIRE, Tuple.of(days, PURGED_AT_ONCE));
    }

    /** Removes one kept request that was finished so many hours ago, with its results; false where there is none. */
    public Future<Boolean> expireJob(int hours) {
        return answer(EXPIRE_JOB, Tuple.of(hours));
    }

    Future<Backlog> backlog() {
        return door.execute(BACKLOG, Tuple.tuple())
                .map(rows -> rows.iterator().next())
                .map(row -> new Backlog(row.getInteger(0), row.getInteger(1), row.getDouble(2)));
    }

    Future<Horizon> horizon() {
        return door.execute(HORIZON, Tuple.tuple())
                .map(rows -> rows.iterator().next())
                .map(row -> new Horizon(row.getString(0), row.getString(1)));
    }

    /** For administration, which has no event loop of its own: all three are the process's one connection. */
    public Doors doors() {
        return Doors.of(door);
    }

    public Future<Void> close() {
        return door.close();
    }

    private Future<Boolean> answer(String sql, Tuple parameters) {
        Future<RowSet<Row>> rows = door.execute(sql, parameters);
        return rows.map(found -> found.iterator().next().getBoolean(0));
    }
}
