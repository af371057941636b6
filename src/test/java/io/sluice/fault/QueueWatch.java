package io.sluice.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/** Looks at a gateway's meter of statements that have no answer yet, five times a second, and keeps the highest sum over its doors. */
final class QueueWatch implements AutoCloseable {
    private static final Pattern STATEMENTS = Pattern.compile("(?m)^sluice_database_statements\\{.*} (\\S+)$");
    private static final long PAUSE_MILLIS = 200;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest metrics;
    private final Thread watcher;
    private volatile int longest;

    private QueueWatch(URI management) {
        this.metrics = HttpRequest.newBuilder(management.resolve("/metrics")).build();
        this.watcher = Thread.ofVirtual().start(this::watch);
    }

    /** @param management of the gateway */
    static QueueWatch start(URI management) {
        return new QueueWatch(management);
    }

    int longest() {
        return longest;
    }

    @Override
    public void close() {
        watcher.interrupt();
        client.shutdownNow();
    }

    private void watch() {
        try {
            while (true) {
                String text = client.send(metrics, BodyHandlers.ofString()).body();
                double now = STATEMENTS
                        .matcher(text)
                        .results()
                        .mapToDouble(found -> Double.parseDouble(found.group(1)))
                        .sum();
                longest = Math.max(longest, (int) now);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException over) {
            // The run has ended, and the gateway perhaps before it.
        }
    }
}
