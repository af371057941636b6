package io.sluice.http;

import io.sluice.telemetry.CurrentRequest;
import io.sluice.telemetry.CurrentTrace;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The first handler of every request: gives it an id, and when it is over, however it ends, counts it and writes its one access line. */
final class ObservedRequests implements Handler<RoutingContext> {
    /** In place of a status: the client left, or the connection broke, before the answer was whole. */
    private static final String ABORTED = "aborted";

    /** For the answer to begin; of the ten seconds that are promised two remain to tell that there is none, on a busy machine as well. */
    private static final Duration BUDGET = Duration.ofSeconds(8);

    private final Meters meters;
    private final BooleanSupplier draining;
    private final AtomicInteger inFlight = new AtomicInteger();
    private long begun;

    /** @param draining whether connections should come to their end */
    ObservedRequests(Meters meters, BooleanSupplier draining) {
        this.meters = meters;
        this.draining = draining;
        meters.watch(Meter.HTTP_IN_FLIGHT, inFlight::get);
    }

    @Override
    public void handle(RoutingContext context) {
        begin(context);
        context.next();
    }

    /** For a request that the router refuses by its look, before any handler meets it. */
    void beginIfRefusedUnseen(RoutingContext context) {
        if (!Observation.isBegun(context)) {
            begin(context);
        }
    }

    /** How many requests there were. */
    long begun() {
        return begun;
    }

    private void begin(RoutingContext context) {
        RequestId id = RequestId.of(context.request().headers());
        CurrentRequest.begin(id.value(), BUDGET);
        Route route = Route.of(
                context.request().method(), String.valueOf(context.request().path()));
        Observation observation = Observation.begin(context, id, route);
        HttpServerResponse response = context.response().putHeader(RequestId.HEADER, id.value());
        if (!id.client().isEmpty()) {
            response.putHeader(RequestId.CLIENT_HEADER, id.client());
        }
        if (route.isKnown()) {
            CurrentTrace.goesTo(route.template());
        }
        inFlight.incrementAndGet();
        begun++;
        context.addHeadersEndHandler(head -> {
            CurrentRequest.answers();
            if (draining.getAsBoolean()) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        context.addEndHandler(end -> finish(context, observation, end.succeeded()));
    }

    private void finish(RoutingContext context, Observation observation, boolean whole) {
        inFlight.decrementAndGet();
        int status = context.response().getStatusCode();
        String outcome = whole ? status / 100 + "xx" : ABORTED;
        Route route = observation.route();
        long nanos = observation.nanos();
        meters.time(Meter.HTTP_REQUEST, nanos, route.template(), route.operation(), outcome);
        observation
                .caller()
                .ifPresent(caller -> meters.count(
                        Meter.TENANT_REQUESTS, Long.toString(caller.tenant().value()), outcome));
        observation
                .problem()
                .ifPresent(problem -> meters.count(
                        Meter.HTTP_PROBLEMS,
                        Integer.toString(problem.status()),
                        problem.scimType().keyword()));
        AccessLine.write(context.request(), observation, whole, nanos);
    }
}
