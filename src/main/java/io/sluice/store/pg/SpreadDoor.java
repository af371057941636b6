package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Several pipelined connections, of which each statement takes the one with the least under way. The pool of Vert.x fills one connection's pipeline
 * before it opens another, and what is behind it there waits for statements, and for the disk, that others could share. A connection that has
 * stopped answering keeps what it has and is chosen no more until it is made anew.
 */
final class SpreadDoor implements Door {
    private static final Comparator<RenewedDoor> LEAST_UNDER_WAY = Comparator.comparingInt(RenewedDoor::underWay);

    private final List<RenewedDoor> doors;

    /** @param doors to one connection each; at least one */
    SpreadDoor(List<RenewedDoor> doors) {
        this.doors = List.copyOf(doors);
    }

    @Override
    public SqlClient client() {
        return idlest().client();
    }

    @Override
    public void repeats() {
        idlest().repeats();
    }

    @Override
    public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        return idlest().execute(sql, parameters);
    }

    @Override
    public <T> Future<T> transaction(Function<Door, Future<T>> work) {
        return idlest().transaction(work);
    }

    @Override
    public Future<Void> close() {
        return Future.join(doors.stream().map(Door::close).toList()).mapEmpty();
    }

    private RenewedDoor idlest() {
        return doors.stream().min(LEAST_UNDER_WAY).orElseThrow();
    }
}
