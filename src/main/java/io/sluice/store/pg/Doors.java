package io.sluice.store.pg;

import io.sluice.scim.ScimProblem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The ways of one event loop into the database. Look-ups and writes are pipelined on clients of their own, since a wait for a lock or a
 * flush must never stand in front of a look-up; what can be slow goes through a bounded pool.
 *
 * @param lookups pipelined: every statement answers from an index in microseconds
 * @param writes pipelined: every statement is one whole transaction, a call of a write function
 * @param scans unpipelined and bounded: statements whose cost depends on the data
 */
public record Doors(SqlClient lookups, SqlClient writes, Pool scans) {
    /** Above every server-side statement time-out, so that the server's own refusal comes first unless it is frozen. */
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    private static final int ATTEMPTS = 4;

    Future<RowSet<Row>> lookup(String sql, Tuple parameters) {
        return run(lookups, sql, parameters);
    }

    /** Refuses with 400 tooMany what its time did not suffice for: asking again would take as long again. */
    Future<RowSet<Row>> scan(String sql, Tuple parameters) {
        return inTime(scans.preparedQuery(sql).execute(parameters).recover(Doors::cut));
    }

    private static Future<RowSet<Row>> cut(Throwable failure) {
        return Future.failedFuture(
                SqlStates.ranTooLong(failure)
                        ? ScimProblem.tooMany(
                                        "The filter or order reads too much of the directory to be answered in"
                                                + " time; add a condition on an indexed attribute such as userName or externalId.")
                                .exception()
                        : failure);
    }

    /** Runs one whole transaction; repeats it when PostgreSQL undid it for the sake of another (40001, 40P01). */
    Future<RowSet<Row>> write(String sql, Tuple parameters) {
        return inTime(attempt(sql, parameters, 1));
    }

    private Future<RowSet<Row>> attempt(String sql, Tuple parameters, int number) {
        return writes.preparedQuery(sql)
                .execute(parameters)
                .recover(failure -> number < ATTEMPTS && SqlStates.undoneForAnother(failure)
                        ? attempt(sql, parameters, number + 1)
                        : Future.failedFuture(failure));
    }

    private static Future<RowSet<Row>> run(SqlClient client, String sql, Tuple parameters) {
        return inTime(client.preparedQuery(sql).execute(parameters));
    }

    private static Future<RowSet<Row>> inTime(Future<RowSet<Row>> answer) {
        return answer.timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(SqlStates.toScim(failure)));
    }
}
