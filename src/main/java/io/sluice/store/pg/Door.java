package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/** A way on which statements go to the database. */
interface Door {
    Future<RowSet<Row>> execute(String sql, Tuple parameters);

    /** Behind it at the moment. */
    SqlClient client();

    /** A transaction was undone for the sake of another and is run again. */
    default void repeats() {}

    /** Whether it is the connection of a transaction, in which nothing is repeated alone and failures stay as they are for whoever began it. */
    default boolean isTransaction() {
        return client() instanceof SqlConnection;
    }

    /** Does work in a transaction of its own, on one connection of the pool that is behind this; nothing of it is repeated. */
    default <T> Future<T> transaction(Function<Door, Future<T>> work) {
        return OneTransaction.on((Pool) client(), Door::over, work);
    }

    /** Closes every connection at once. */
    default Future<Void> close() {
        return client().close();
    }

    /** One over a client that somebody else looks after. */
    static Door over(SqlClient client) {
        return new Door() {
            @Override
            public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
                return client.preparedQuery(sql).execute(parameters);
            }

            @Override
            public SqlClient client() {
                return client;
            }
        };
    }
}
