package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Writes down each statement that goes through a client of PostgreSQL. A way to send one that it does not see fails. */
final class SentStatements {
    private static final Pattern CALL = Pattern.compile("\\bsluice\\.\\w+\\(");

    /** The client a statement went through. */
    enum Way {
        LOOKUPS,
        WRITES,
        SCANS,
        BULK,
        HOUSEKEEPING
    }

    record Sent(Way way, String sql, Tuple parameters) {
        /** The name in the comment that each text begins with. */
        String name() {
            if (!sql.startsWith("/* ")) {
                throw new AssertionError("a statement without a name: " + sql);
            }
            return sql.substring("/* ".length(), sql.indexOf(" */"));
        }

        /** Whether it calls a function of the schema: only those write. */
        boolean isWrite() {
            return CALL.matcher(sql).find();
        }

        @Override
        public String toString() {
            return sql + " <- " + parameters.deepToString();
        }
    }

    private final List<Sent> all = new CopyOnWriteArrayList<>();

    Doors behind(Doors doors) {
        return new Doors(
                Door.over(behind(Way.LOOKUPS, SqlClient.class, doors.lookups().client())),
                Door.over(behind(Way.WRITES, SqlClient.class, doors.writes().client())),
                Door.over(behind(Way.SCANS, Pool.class, (Pool) doors.scans().client())));
    }

    <C extends SqlClient> C behind(Way way, Class<C> type, C client) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "preparedQuery" ->
                        prepared(way, (String) arguments[0], (PreparedQuery<?>) call(method, client, arguments));
                    case "getConnection" ->
                        ((Future<?>) call(method, client, arguments))
                                .map(connection -> behind(way, SqlConnection.class, (SqlConnection) connection));
                    case "begin", "close", "size" -> call(method, client, arguments);
                    default -> throw new AssertionError("statements sent by " + method + " would not be seen");
                }));
    }

    /** Every distinct text with its parameters, in the order in which they were last sent. */
    List<Sent> all() {
        LinkedHashMap<String, Sent> distinct = new LinkedHashMap<>();
        all.forEach(sent -> distinct.putLast(sent.toString(), sent));
        return List.copyOf(distinct.values());
    }

    void forget() {
        all.clear();
    }

    private Object prepared(Way way, String sql, PreparedQuery<?> query) {
        return Proxy.newProxyInstance(
                PreparedQuery.class.getClassLoader(),
                new Class<?>[] {PreparedQuery.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("execute") || arguments == null) {
                        throw new AssertionError("statements sent by " + method + " would not be seen");
                    }
                    all.add(new Sent(way, sql, (Tuple) arguments[0]));
                    return call(method, query, arguments);
                });
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
