package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Work on one connection of a pool that becomes durable as a whole, or not at all where it fails. */
final class OneTransaction {
    private OneTransaction() {}

    /**
     * Fails as the work does; with {@link RenewedDoor.Silence} where the connection does not answer.
     *
     * @param door makes the way of the work out of the connection
     */
    static <T> Future<T> on(Pool pool, Function<SqlConnection, Door> door, Function<Door, Future<T>> work) {
        return pool.getConnection()
                .compose(connection -> inTime(connection.begin())
                        .compose(transaction -> ended(
                                transaction,
                                Future.succeededFuture(door.apply(connection)).compose(work)))
                        .recover(failure -> Future.failedFuture(
                                failure instanceof TimeoutException ? new RenewedDoor.Silence(failure) : failure))
                        // Not waited for: on a frozen line there is nobody to say goodbye to.
                        .onComplete(end -> connection.close()));
    }

    /** The failure of the work counts, whatever becomes of the rollback: a connection that cannot roll back is closed and has not committed. */
    private static <T> Future<T> ended(Transaction transaction, Future<T> work) {
        return work.transform(result -> {
            if (result.succeeded()) {
                return inTime(transaction.commit()).map(result.result());
            }
            return result.cause() instanceof TimeoutException
                    ? Future.failedFuture(result.cause())
                    : inTime(transaction.rollback()).transform(undone -> Future.failedFuture(result.cause()));
        });
    }

    private static <T> Future<T> inTime(Future<T> answer) {
        return answer.timeout(Doors.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
