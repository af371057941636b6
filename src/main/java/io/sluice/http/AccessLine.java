package io.sluice.http;

import io.sluice.telemetry.CurrentTrace;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
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
        LoggingEventBuilder line = LOG.atInfo();
        for (Map.Entry<String, Object> field : fields(
                        observation, method, whole ? OptionalInt.of(status) : OptionalInt.empty(), nanos)
                .entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log("{} {} {} in {} us", method, route.template(), whole ? status : "aborted", nanos / NANOS_OF_MICRO);
    }

    private static Map<String, Object> fields(Observation observation, String method, OptionalInt status, long nanos) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event.duration", nanos);
        fields.put("http.request.method", method);
        status.ifPresent(number -> fields.put("http.response.status_code", number));
        fields.put("url.template", observation.route().template());
        fields.put("sluice.operation", observation.route().operation());
        observation.caller().ifPresent(caller -> {
            fields.put("sluice.tenant", caller.tenant().value());
            fields.put("sluice.credential", caller.credential().id().toString());
        });
        observation
                .problem()
                .map(problem -> problem.scimType().keyword())
                .filter(keyword -> !keyword.isEmpty())
                .ifPresent(keyword -> fields.put("sluice.scim_type", keyword));
        RequestId id = observation.id();
        String trace = id.trace().isEmpty() ? CurrentTrace.id() : id.trace();
        if (!trace.isEmpty()) {
            fields.put("trace.id", trace);
        }
        if (!id.client().isEmpty() && !id.client().equals(id.value())) {
            fields.put("sluice.client_request_id", id.client());
        }
        return fields;
    }
}
