package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * A way on which each statement has more time than the server gives one by itself, in a transaction of its own: whoever writes a hundred thousand
 * memberships into pages that have to be read from the disk first needs it.
 *
 * @param door to a pool
 */
record PatientDoor(Door door) implements Door {
    /** Half a second below {@link Doors#DEADLINE}, so that the server's own refusal comes first. */
    static final String MORE_TIME = "/* more time */ SELECT set_config('statement_timeout', '7500', true)";

    @Override
    public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        return door.transaction(
                within -> within.execute(MORE_TIME, Tuple.tuple()).compose(given -> within.execute(sql, parameters)));
    }

    @Override
    public SqlClient client() {
        return door.client();
    }

    @Override
    public void repeats() {
        door.repeats();
    }
}
