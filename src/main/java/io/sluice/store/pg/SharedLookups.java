package io.sluice.store.pg;

import io.sluice.store.pg.SharedStatement.Asked;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Look-ups that come while some of their kind are under way wait for those and then go together, as one statement. A provisioning service asks
 * for one user after the other on many connections: what a statement costs beside its look-up, on both sides, is most of it. One that comes
 * alone goes at once. Look-ups of two tenants never share a statement.
 */
final class SharedLookups {
    /** Statements under way of one kind. Beside the one that is answered another is read. */
    private static final int UNDER_WAY = 2;

    /** Look-ups in a statement. A few connections of an event loop ask for less; more would let the first wait for the last. */
    private static final int MOST = 64;

    /** Of the first one's time, by which others may be refused before theirs is up. */
    private static final Duration TIME_LOST = Duration.ofSeconds(1);

    /** Texts of statements, which are as many as there are shapes of filters. */
    private static final int TEXTS = 512;

    private final Doors doors;
    private final Map<Kind, Line> lines = new HashMap<>();
    private final Map<String, SharedStatement> statements = new LinkedHashMap<>(TEXTS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SharedStatement> eldest) {
            return size() > TEXTS;
        }
    };

    /** @param doors through whose way for look-ups the statements go */
    SharedLookups(Doors doors) {
        this.doors = doors;
    }

    /** Look-ups of a kind differ in what they ask for; {@code agreed} is everything else, the tenant first. */
    private record Kind(String sql, List<Object> agreed) {}

    /** A look-up, and until when its asker waits, by {@link System#nanoTime}. */
    private record Waiting(
            List<Object> values, Promise<List<Row>> answer, Optional<ContextInternal> asker, long until) {}

    /** Look-ups of a kind that wait, and how many statements are under way for it. */
    private static final class Line {
        private final Kind kind;
        private final SharedStatement statement;
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private int underWay;

        Line(Kind kind, SharedStatement statement) {
            this.kind = kind;
            this.statement = statement;
        }

        /** Those that go together now. They share the time that the first has left, so nobody joins who has much more. */
        List<Waiting> next() {
            List<Waiting> next = new ArrayList<>();
            while (next.size() < MOST && !waiting.isEmpty()) {
                if (!next.isEmpty() && waiting.element().until - next.getFirst().until > TIME_LOST.toNanos()) {
                    break;
                }
                next.add(waiting.remove());
            }
            if (!next.isEmpty()) {
                underWay++;
            }
            return next;
        }
    }

    /**
     * The rows that one look-up finds.
     *
     * @param single its text
     * @param values of the text, the tenant first
     * @param asked which of them are what is asked for
     */
    Future<List<Row>> find(String single, List<Object> values, Asked asked) {
        if (!asked.isShared(values)) {
            Tuple parameters = Tuple.tuple();
            values.forEach(parameters::addValue);
            return doors.lookup(single, parameters).map(SharedLookups::list);
        }
        Waiting lookUp = new Waiting(
                values,
                CurrentRequest.promise(),
                CurrentRequest.context(),
                System.nanoTime() + CurrentRequest.atMost(Doors.DEADLINE).toNanos());
        Line line;
        List<Waiting> now;
        synchronized (this) {
            line = line(single, values, asked);
            line.waiting.add(lookUp);
            now = line.underWay < UNDER_WAY ? line.next() : List.of();
        }
        send(line, now);
        return lookUp.answer().future();
    }

    private Line line(String single, List<Object> values, Asked asked) {
        SharedStatement statement = statements.computeIfAbsent(single, text -> SharedStatement.of(text, values, asked));
        return lines.computeIfAbsent(
                new Kind(statement.sql(), asked.others(values)), kind -> new Line(kind, statement));
    }

    private void send(Line line, List<Waiting> together) {
        if (!together.isEmpty()) {
            ask(line.statement, together).onComplete(answered -> {
                List<Waiting> next = leave(line);
                if (!next.isEmpty()) {
                    CurrentRequest.goOn(next.getFirst().asker(), () -> send(line, next));
                }
                if (answered.succeeded()) {
                    tell(together, answered.result());
                } else {
                    together.forEach(lookUp -> lookUp.answer().fail(answered.cause()));
                }
            });
        }
    }

    private synchronized List<Waiting> leave(Line line) {
        line.underWay--;
        List<Waiting> next = line.next();
        if (line.underWay == 0) {
            lines.remove(line.kind);
        }
        return next;
    }

    private Future<RowSet<Row>> ask(SharedStatement statement, List<Waiting> together) {
        return doors.lookup(
                statement.sql(),
                statement.parameters(together.stream().map(Waiting::values).toList()));
    }

    private static void tell(List<Waiting> together, RowSet<Row> rows) {
        List<List<Row>> found = new ArrayList<>();
        together.forEach(lookUp -> found.add(new ArrayList<>(1)));
        rows.forEach(row -> found.get(SharedStatement.number(row)).add(row));
        for (int number = 0; number < found.size(); number++) {
            together.get(number).answer().complete(found.get(number));
        }
    }

    static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }
}
