package io.sluice.store.pg;

import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A client that is replaced when it stops answering. The client of Vert.x has no time-out for a statement and would go on using a connection
 * that is frozen or leads nowhere. So what has not answered in time is torn down with all its connections, those that are still being made
 * among them, and made anew. That fails what else is under way there, which is why it is done only when the server's own time-outs should have
 * come long before. While the database is known to be out of reach nothing is sent.
 */
final class RenewedDoor implements Door {
    private static final String ANSWERED = "answered";
    private static final String REFUSED = "refused";
    private static final String FAILED = "failed";

    private final String name;
    private final Duration patience;
    private final Supplier<? extends SqlClient> opener;
    private final Availability availability;
    private final Meters meters;
    private final AtomicInteger underWay = new AtomicInteger();

    /** When the oldest statement was sent since the last answer of the server; 0 where none was. */
    private final AtomicLong silentSince = new AtomicLong();

    private volatile SqlClient client;

    /**
     * @param name for meters
     * @param patience how long an answer may take; above the server's own time-outs for what goes through here
     * @param opener makes the client, now and whenever it has to be made anew
     */
    RenewedDoor(
            String name,
            Duration patience,
            Supplier<? extends SqlClient> opener,
            Availability availability,
            Meters meters) {
        this.name = name;
        this.patience = patience;
        this.opener = opener;
        this.availability = availability;
        this.meters = meters;
        this.client = opener.get();
        meters.add(Meter.DATABASE_RENEWALS, 0, name);
        meters.add(Meter.DATABASE_RETRIES, 0, name);
        meters.watch(Meter.DATABASE_STATEMENTS, underWay::get, name);
    }

    /** Statements sent, or waiting to be, that have no answer yet. */
    int underWay() {
        return underWay.get();
    }

    @Override
    public SqlClient client() {
        return client;
    }

    @Override
    public void repeats() {
        meters.count(Meter.DATABASE_RETRIES, name);
    }

    /** Fails with {@link Silence} where the connections were given up for want of an answer. */
    @Override
    public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        if (availability.isDown()) {
            return Future.failedFuture(availability.problem().exception());
        }
        long start = System.nanoTime();
        SqlClient asked = client;
        return sent(asked, start, sql, parameters)
                .recover(failure -> Future.failedFuture(understood(asked, start, failure)));
    }

    /** Fails with {@link Silence} likewise. A transaction takes as long as its statements do, each of which has its own time. */
    @Override
    public <T> Future<T> transaction(Function<Door, Future<T>> work) {
        if (availability.isDown()) {
            return Future.failedFuture(availability.problem().exception());
        }
        long start = System.nanoTime();
        SqlClient asked = client;
        silentSince.compareAndSet(0, start);
        return OneTransaction.on((Pool) asked, Within::new, work)
                .recover(failure -> Future.failedFuture(understood(asked, start, failure)));
    }

    /** The connection of a transaction: its answers show that the database is there, and its failures stay as they are. */
    private final class Within implements Door {
        private final SqlConnection connection;

        Within(SqlConnection connection) {
            this.connection = connection;
            silentSince.set(0);
        }

        @Override
        public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
            return sent(connection, System.nanoTime(), sql, parameters);
        }

        @Override
        public SqlClient client() {
            return connection;
        }
    }

    private Future<RowSet<Row>> sent(SqlClient asked, long start, String sql, Tuple parameters) {
        silentSince.compareAndSet(0, start);
        underWay.incrementAndGet();
        return asked.preparedQuery(sql)
                .execute(parameters)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(end -> finish(start, end.succeeded() ? ANSWERED : outcome(end.cause())));
    }

    private void finish(long start, String outcome) {
        underWay.decrementAndGet();
        if (!outcome.equals(FAILED)) {
            silentSince.set(0);
        }
        meters.time(Meter.DATABASE_STATEMENT, System.nanoTime() - start, name, outcome);
    }

    private static String outcome(Throwable failure) {
        return failure instanceof PgException ? REFUSED : FAILED;
    }

    private Throwable understood(SqlClient asked, long start, Throwable failure) {
        if (isSilence(failure, start)) {
            if (renew(asked)) {
                availability.suspect();
            }
            return new Silence(failure);
        }
        if (SqlStates.outOfReach(failure)) {
            availability.suspect();
        }
        return failure;
    }

    /** Our own time-out says so by itself; one of the pool, which waits for a connection, only where nothing else is answered either. */
    private boolean isSilence(Throwable failure, long start) {
        if (failure instanceof PgException) {
            return false;
        }
        if (failure instanceof Silence) {
            return true;
        }
        long since = silentSince.get();
        boolean quiet = since != 0 && System.nanoTime() - since >= patience.toNanos();
        return quiet || (failure instanceof TimeoutException && System.nanoTime() - start >= patience.toNanos());
    }

    /** False where it was done already: what is silent late on connections that are gone tells nothing of the new ones. */
    private synchronized boolean renew(SqlClient asked) {
        if (client != asked) {
            return false;
        }
        client = opener.get();
        silentSince.set(0);
        meters.count(Meter.DATABASE_RENEWALS, name);
        // Not waited for: on a frozen line there is nobody to say goodbye to.
        asked.close();
        return true;
    }

    /** The database was asked and said nothing. */
    static final class Silence extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Silence(Throwable cause) {
            super("no answer in time", cause, false, false);
        }
    }
}
