package io.sluice.fault;

import io.sluice.ServerUnderTest;
import java.io.IOException;

/** Looks at a gateway's meter of statements that have no answer yet, five times a second, and keeps the highest sum over its doors. */
final class QueueWatch implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;

    private final ServerUnderTest server;
    private final Thread watcher;
    private volatile int longest;

    private QueueWatch(ServerUnderTest server) {
        this.server = server;
        this.watcher = Thread.ofVirtual().start(this::watch);
    }

    static QueueWatch start(ServerUnderTest server) {
        return new QueueWatch(server);
    }

    int longest() {
        return longest;
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                longest = Math.max(longest, (int) server.metrics().sum("sluice_database_statements"));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException over) {
            // The run has ended, and the gateway perhaps before it.
        }
    }
}
