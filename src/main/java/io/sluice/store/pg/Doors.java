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

    /** A write of so many rows takes some milliseconds. */
    private static final int SHORT = 200;

    private static final ScimProblem TOO_MANY = ScimProblem.tooMany(
            "This filter or sortBy has to look at too many resources and was stopped. Narrow it by an indexed attribute, with eq or sw:"
                    + " userName, externalId, id, displayName, emails, employeeNumber, manager, meta.created, meta.lastModified.");

    Future<RowSet<Row>> lookup(String sql, Tuple parameters) {
        return run(lookups, sql, parameters);
    }

    Future<RowSet<Row>> scan(String sql, Tuple parameters) {
        return run(scans, sql, parameters);
    }

    /** A filter or an order that may have to look at everything; cut off, it is the client's to narrow, and waiting would not help. */
    Future<RowSet<Row>> search(String sql, Tuple parameters) {
        return scans.preparedQuery(sql)
                .execute(parameters)
                .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        SqlStates.ranTooLong(failure) ? TOO_MANY.exception() : SqlStates.toScim(failure)));
    }

    /** Runs one whole transaction; repeats it when PostgreSQL undid it for the sake of another (40001, 40P01). */
    Future<RowSet<Row>> write(String sql, Tuple parameters) {
        return inTime(attempt(writes, sql, parameters, 1));
    }

    /** The same through the bounded pool where it touches many rows, so that short writes do not wait behind it. */
    Future<RowSet<Row>> write(int rows, String sql, Tuple parameters) {
        return inTime(attempt(rows > SHORT ? scans : writes, sql, parameters, 1));
    }

    private Future<RowSet<Row>> attempt(SqlClient client, String sql, Tuple parameters, int number) {
        return client.preparedQuery(sql)
                .execute(parameters)
                .recover(failure -> number < ATTEMPTS && SqlStates.undoneForAnother(failure)
                        ? attempt(client, sql, parameters, number + 1)
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
