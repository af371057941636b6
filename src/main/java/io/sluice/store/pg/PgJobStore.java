package io.sluice.store.pg;

import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.store.JobLease;
import io.sluice.store.JobState;
import io.sluice.store.JobStore;
import io.sluice.store.KeptResult;
import io.sluice.store.NewJob;
import io.sluice.store.ResourceStore;
import io.sluice.store.Scope;
import io.sluice.store.TakenJob;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Jobs in PostgreSQL, by the functions of {@code R__bulk_functions.sql}. */
final class PgJobStore implements JobStore {
    private static final String ADD =
            "/* bulk_job_add */ " + WriteCalls.audited("SELECT sluice.bulk_job_add($1, $2, $3, $4, $5, $6)", 7);
    private static final String TAKE = "/* bulk_job_take */ SELECT * FROM sluice.bulk_job_take($1, $2)";
    private static final String RENEW = "/* bulk_job_renew */ SELECT sluice.bulk_job_renew($1, $2, $3, $4)";
    private static final String FINISH = "/* bulk_job_finish */ SELECT sluice.bulk_job_finish($1, $2, $3)";
    private static final String KEEP =
            "/* bulk_result_add */ SELECT sluice.bulk_result_add($1, $2, $3, $4, $5, $6, $7)";
    private static final String AUTHOR = "/* bulk author */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT j.author FROM sluice.bulk_job j WHERE j.tenant_id = t.tenant_id AND j.job_id = $2 OFFSET 0) x
            """;
    private static final String STATE = "/* bulk job */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT j.operations, (
                        SELECT count(*)::integer FROM sluice.bulk_result r WHERE r.tenant_id = j.tenant_id AND r.job_id = j.job_id) AS done,
                    j.finished IS NOT NULL AS finished
                FROM sluice.bulk_job j WHERE j.tenant_id = t.tenant_id AND j.job_id = $2
                OFFSET 0) x
            """;
    private static final String RESULTS = "/* bulk results */ " + ResourceSql.TENANT + """
            SELECT x.* FROM t CROSS JOIN LATERAL (
                SELECT r.place, r.created_id, r.failed, r.result FROM sluice.bulk_result r
                WHERE r.tenant_id = t.tenant_id AND r.job_id = $2 AND r.place > $3
                ORDER BY r.place LIMIT $4 OFFSET 0) x
            """;

    private final PgBulkStore directory;
    private final Doors doors;

    PgJobStore(PgBulkStore directory, Doors doors) {
        this.directory = directory;
        this.doors = doors;
    }

    @Override
    public Future<Boolean> add(TenantId tenant, NewJob job, int most) {
        return answer(
                ADD,
                Tuple.of(tenant.value(), job.id(), job.request(), job.operations())
                        .addString(String.join(" ", Scope.words(job.scopes())))
                        .addInteger(most)
                        .addString(CurrentRequest.author()));
    }

    @Override
    public Future<Optional<TakenJob>> take(UUID runner) {
        return doors.write(TAKE, Tuple.of(runner, JobLease.SECONDS))
                .compose(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> taken(row, runner).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<TakenJob> taken(Row row, UUID runner) {
        JobLease lease = new JobLease(new TenantId(row.getLong(0)), row.getUUID(1), runner);
        return doors.lookup(AUTHOR, Tuple.of(Long.toString(lease.tenant().value()), lease.job()))
                .map(rows -> new TakenJob(
                        lease,
                        row.getBuffer(2),
                        Scope.known(row.getString(3)),
                        rows.iterator().next().getString(0)));
    }

    @Override
    public Future<Boolean> renew(JobLease lease) {
        return answer(RENEW, of(lease).addInteger(JobLease.SECONDS));
    }

    @Override
    public Future<Void> release(JobLease lease) {
        return answer(RENEW, of(lease).addInteger(0)).mapEmpty();
    }

    @Override
    public Future<Boolean> finish(JobLease lease) {
        return answer(FINISH, of(lease));
    }

    @Override
    public <T> Future<T> together(
            JobLease lease, Function<ResourceStore, Future<T>> work, Function<T, List<KeptResult>> results) {
        return directory.together((resources, transaction) -> work.apply(resources)
                .compose(done -> keep(transaction, lease, results.apply(done)).map(done)));
    }

    @Override
    public Future<Void> keep(JobLease lease, List<KeptResult> results) {
        return keep(doors, lease, results);
    }

    private static Future<Void> keep(Doors way, JobLease lease, List<KeptResult> results) {
        Tuple tuple = of(lease)
                .addArrayOfInteger(results.stream().map(KeptResult::place).toArray(Integer[]::new))
                .addArrayOfUUID(results.stream()
                        .map(result -> result.created().map(ResourceId::value).orElse(null))
                        .toArray(UUID[]::new))
                .addArrayOfBoolean(results.stream().map(KeptResult::failed).toArray(Boolean[]::new))
                .addArrayOfString(results.stream().map(KeptResult::json).toArray(String[]::new));
        return way.write(KEEP, tuple).map(rows -> {
            if (!rows.iterator().next().getBoolean(0)) {
                throw LOST.exception();
            }
            return null;
        });
    }

    @Override
    public Future<Optional<JobState>> state(TenantId tenant, UUID job) {
        return doors.lookup(STATE, Tuple.of(Long.toString(tenant.value()), job))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new JobState(row.getInteger(0), row.getInteger(1), row.getBoolean(2))));
    }

    @Override
    public Future<List<KeptResult>> results(TenantId tenant, UUID job, int place, int count) {
        return doors.lookup(RESULTS, Tuple.of(Long.toString(tenant.value()), job, place, (long) count))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new KeptResult(
                                row.getInteger(0),
                                Optional.ofNullable(row.getUUID(1)).map(ResourceId::new),
                                row.getBoolean(2),
                                row.getString(3)))
                        .toList());
    }

    private static Tuple of(JobLease lease) {
        return Tuple.of(lease.tenant().value(), lease.job(), lease.runner());
    }

    private Future<Boolean> answer(String sql, Tuple parameters) {
        return doors.write(sql, parameters).map(rows -> rows.iterator().next().getBoolean(0));
    }
}
