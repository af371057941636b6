package io.sluice.observe;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.sluice.telemetry.CurrentRequest;
import org.slf4j.event.KeyValuePair;

/**
 * Takes log lines off the event loops: notes for which request each was written, and leaves the writing to a thread of its own. When whoever
 * reads our output stops reading, lines are lost and requests are not.
 */
final class RequestLogQueue extends AsyncAppender {
    static final String REQUEST_ID = "http.request.id";

    private static final int LINES = 8_192;

    RequestLogQueue() {
        setQueueSize(LINES);
        setNeverBlock(true);
    }

    @Override
    protected void preprocess(ILoggingEvent event) {
        String request = CurrentRequest.id();
        if (!request.isEmpty() && event instanceof LoggingEvent line) {
            line.addKeyValuePair(new KeyValuePair(REQUEST_ID, request));
        }
        super.preprocess(event);
    }
}
