package io.sluice.store.pg;

import io.sluice.store.pg.SharedStatement.Asked;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Look-ups of a tenant that differ in nothing but what they ask for and come at the same time are one statement: a provisioning service asks
 * for one user after the other on many connections. Those of two tenants never share a statement.
 */
final class SharedLookups {
    /** Look-ups in a statement. */
    private static final int MOST = 64;

    private final Doors doors;
    private final Gatherings<Kind, List<Object>, List<Row>> gatherings =
            new Gatherings<>(MOST, (lookUp, others) -> true, this::ask);
    private final Recent<String, SharedStatement> statements = new Recent<>(ResourceSql.TEXTS);

    /** @param doors through whose way for look-ups the statements go */
    SharedLookups(Doors doors) {
        this.doors = doors;
    }

    /**
     * @param statement the one for its text, see {@link #statement}
     * @param agreed what is not asked for, the tenant first
     */
    private record Kind(SharedStatement statement, List<Object> agreed) {}

    /**
     * The rows that one look-up finds.
     *
     * @param single its text
     * @param values of the text, the tenant first
     * @param asked which of them are what is asked for
     */
    Future<List<Row>> find(String single, List<Object> values, Asked asked) {
        return asked.isShared(values)
                ? gatherings.ask(new Kind(statement(single, values, asked), asked.others(values)), values)
                : doors.lookup(single, Tuple.wrap(values)).map(SharedLookups::list);
    }

    private SharedStatement statement(String single, List<Object> values, Asked asked) {
        return statements.get(single, text -> SharedStatement.of(text, values, asked));
    }

    private Future<List<List<Row>>> ask(Kind kind, List<List<Object>> lookUps) {
        SharedStatement statement = kind.statement();
        return doors.lookup(statement.sql(), statement.parameters(lookUps)).map(rows -> {
            List<List<Row>> found = new ArrayList<>(lookUps.size());
            lookUps.forEach(lookUp -> found.add(new ArrayList<>(1)));
            rows.forEach(row -> found.get(SharedStatement.number(row)).add(row));
            return found;
        });
    }

    static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }
}
