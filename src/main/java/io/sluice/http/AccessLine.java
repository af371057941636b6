package io.sluice.http;

import io.sluice.telemetry.CurrentTrace;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The one line of a request in the log. Its fields are named by the Elastic Common Schema where that has a name. It holds neither values nor
 * secrets: no path as sent, no query, no header but the ids.
 */
final class AccessLine {
    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.access");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final long NANOS_OF_MICRO = 1_000;

    private AccessLine() {}

    /** @param whole whether the whole answer went out */
    static void write(HttpServerRequest request, Observation observation, boolean whole, long nanos) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Route route = observation.route();
        String method =
                METHODS.contains(request.method().name()) ? request.method().name() : "other";
        int status = request.response().getStatusCode();
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("event.duration", nanos)
                .addKeyValue("http.request.method", method)
                .addKeyValue("url.template", route.template())
                .addKeyValue("sluice.operation", route.operation());
        if (whole) {
            line = line.addKeyValue("http.response.status_code", status);
        }
        withOrigin(withOutcome(line, observation), observation.id())
                .log("{} {} {} in {} us", method, route.template(), whole ? status : "aborted", nanos / NANOS_OF_MICRO);
    }

    private static LoggingEventBuilder withOutcome(LoggingEventBuilder line, Observation observation) {
        LoggingEventBuilder known = observation
                .caller()
                .map(caller -> line.addKeyValue("sluice.tenant", caller.tenant().value())
                        .addKeyValue(
                                "sluice.credential", caller.credential().id().toString()))
                .orElse(line);
        return observation
                .problem()
                .map(problem -> problem.scimType().keyword())
                .filter(keyword -> !keyword.isEmpty())
                .map(keyword -> known.addKeyValue("sluice.scim_type", keyword))
                .orElse(known);
    }

    private static LoggingEventBuilder withOrigin(LoggingEventBuilder line, RequestId id) {
        LoggingEventBuilder traced = line;
        String trace = id.trace().isEmpty() ? CurrentTrace.id() : id.trace();
        if (!trace.isEmpty()) {
            traced = traced.addKeyValue("trace.id", trace);
        }
        return id.client().isEmpty() || id.client().equals(id.value())
                ? traced
                : traced.addKeyValue("sluice.client_request_id", id.client());
    }
}
