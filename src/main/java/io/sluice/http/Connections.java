package io.sluice.http;

import io.vertx.core.http.HttpConnection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of one event loop. Whoever opens one has a short time to show a live credential on it, in a whole request; a connection that
 * sends nothing, or its header byte by byte, ends then. When there are too many, the strangers that have waited longest make room, so
 * that no number of them keeps a client out.
 */
final class Connections {
    private final ConnectionLimit limit;
    private final Deadlines deadlines;
    private final long strangerNanos;
    private final Map<HttpConnection, Stranger> strangers = new LinkedHashMap<>();

    Connections(ConnectionLimit limit, Deadlines deadlines) {
        this.limit = limit;
        this.deadlines = deadlines;
        this.strangerNanos = deadlines.timeouts().stranger().toNanos();
    }

    void opened(HttpConnection connection) {
        String address = String.valueOf(connection.remoteAddress().hostAddress());
        boolean admitted = limit.opened(address);
        connection.closeHandler(closed -> {
            limit.closed(address);
            known(connection);
        });
        if (!admitted) {
            connection.close();
            return;
        }
        PipelineBound.watch(connection);
        UnsentBound.set(connection);
        Stranger stranger = new Stranger(connection, System.nanoTime() + strangerNanos);
        strangers.put(connection, stranger);
        deadlines.watch(stranger);
        if (limit.isExceeded()) {
            strangers.values().iterator().next().late();
        }
    }

    /** It has shown a live credential, or is gone. */
    void known(HttpConnection connection) {
        Stranger stranger = strangers.remove(connection);
        if (stranger != null) {
            deadlines.forget(stranger);
        }
    }

    private final class Stranger implements Deadlines.Watched {
        private final HttpConnection connection;
        private final long deadline;

        Stranger(HttpConnection connection, long deadline) {
            this.connection = connection;
            this.deadline = deadline;
        }

        @Override
        public long deadline() {
            return deadline;
        }

        @Override
        public void late() {
            known(connection);
            Cut.afterAnswers(connection, deadlines);
        }
    }
}
