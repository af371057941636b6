package io.sluice.store.pg;

import io.sluice.scim.ScimProblem;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ways of one event loop into the database. Look-ups and writes are pipelined on clients of their own, since a wait for a lock or a
 * flush must never stand in front of a look-up; what can be slow goes through a bounded pool. Whatever the database does, each call ends
 * within the time that its request has left; while it is known to be out of reach, at once.
 *
 * @param lookups pipelined: every statement answers from an index in microseconds
 * @param writes pipelined: every statement is one whole transaction, a call of a write function
 * @param scans unpipelined and bounded: statements whose cost depends on the data
 */
public record Doors(Door lookups, Door writes, Door scans) {
    /** Above every server-side statement time-out, so that the server's own refusal comes first unless it is frozen. */
    static final Duration DEADLINE = Duration.ofSeconds(8);

    static final int ATTEMPTS = 6;

    /** For each attempt: several times what a write takes. */
    private static final int LONGEST_PAUSE_MILLIS = 20;

    /** A write of so many rows takes some milliseconds. */
    private static final int SHORT = 200;

    /** One of so many may take seconds. */
    private static final int LONG = 10_000;

    private static final ScimProblem TOO_MANY = ScimProblem.tooMany(
            "This filter or sortBy has to look at too many resources and was stopped. Narrow it by an indexed attribute, with eq or sw:"
                    + " userName, externalId, id, displayName, emails, employeeNumber, manager, meta.created, meta.lastModified.");

    /**
     * One way for everything: a bounded pool, or the connection of a transaction, in which nothing is repeated alone and failures stay as
     * they are for whoever began it.
     */
    static Doors of(SqlClient client) {
        return of(Door.over(client));
    }

    static Doors of(Door door) {
        return new Doors(door, door, door);
    }

    Future<RowSet<Row>> lookup(String sql, Tuple parameters) {
        return inTime(lookups, sent(lookups, sql, parameters));
    }

    Future<RowSet<Row>> scan(String sql, Tuple parameters) {
        return inTime(scans, sent(scans, sql, parameters));
    }

    /** A filter or an order that may have to look at everything; cut off, it is the client's to narrow, and waiting would not help. */
    Future<RowSet<Row>> search(String sql, Tuple parameters) {
        return inTime(
                scans,
                sent(scans, sql, parameters)
                        .recover(failure ->
                                Future.failedFuture(SqlStates.ranTooLong(failure) ? TOO_MANY.exception() : failure)));
    }

    /** Runs one whole transaction; repeats it when PostgreSQL undid it for the sake of another (40001, 40P01). */
    Future<RowSet<Row>> write(String sql, Tuple parameters) {
        return inTime(writes, attempt(writes, sql, parameters, 1));
    }

    /**
     * The same through the bounded pool where it touches many rows, so that short writes do not wait behind it, and with more time where they are
     * very many.
     */
    Future<RowSet<Row>> write(int rows, String sql, Tuple parameters) {
        Door door = doorOf(rows);
        return inTime(door, attempt(door, sql, parameters, 1));
    }

    private Door doorOf(int rows) {
        if (rows <= SHORT) {
            return writes;
        }
        return rows > LONG && !scans.isTransaction() ? new PatientDoor(scans) : scans;
    }

    /**
     * Runs one whole transaction for several requests. Empty where PostgreSQL undid it for the sake of another, so that each has to be tried for
     * itself.
     */
    Future<Optional<RowSet<Row>>> writeTogether(String sql, Tuple parameters) {
        return inTime(writes, sent(writes, sql, parameters).map(Optional::of).recover(failure -> {
            if (!SqlStates.undoneForAnother(failure)) {
                return Future.failedFuture(failure);
            }
            writes.repeats();
            return Future.succeededFuture(Optional.empty());
        }));
    }

    /** Only these two are repeated: after any other failure nobody knows whether the transaction took place. */
    private static Future<RowSet<Row>> attempt(Door door, String sql, Tuple parameters, int number) {
        return sent(door, sql, parameters).recover(failure -> {
            if (number == ATTEMPTS || !SqlStates.undoneForAnother(failure) || door.isTransaction()) {
                return Future.failedFuture(failure);
            }
            door.repeats();
            return pause(number).compose(over -> attempt(door, sql, parameters, number + 1));
        });
    }

    /** Of any length, or those that undid each other would meet again. */
    private static Future<Void> pause(int number) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return Future.succeededFuture();
        }
        int millis = ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS * number + 1);
        return context.owner().timer(millis, TimeUnit.MILLISECONDS);
    }

    private static Future<RowSet<Row>> sent(Door door, String sql, Tuple parameters) {
        // Nobody would hear of it any more.
        return left().isNegative()
                ? Future.failedFuture(new TimeoutException("the time of the request is up"))
                : door.execute(sql, parameters);
    }

    private static Duration left() {
        return CurrentRequest.atMost(DEADLINE);
    }

    private static <T> Future<T> inTime(Door door, Future<T> answer) {
        return answer.timeout(Math.max(left().toMillis(), 1), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(door.isTransaction() ? failure : SqlStates.toScim(failure)));
    }
}
