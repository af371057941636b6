package io.sluice.http;

import io.sluice.auth.Caller;
import io.sluice.scim.ScimProblem;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** What is learned of one request on its way, to be told at its end. Belongs to the request's event loop. */
final class Observation {
    private static final String KEY = "sluice.observation";

    private final RequestId id;
    private final Route route;
    private final long start = System.nanoTime();
    private Optional<Caller> caller = Optional.empty();
    private Optional<ScimProblem> problem = Optional.empty();

    private Observation(RequestId id, Route route) {
        this.id = id;
        this.route = route;
    }

    static Observation begin(RoutingContext context, RequestId id, Route route) {
        Observation observation = new Observation(id, route);
        context.put(KEY, observation);
        return observation;
    }

    static boolean isBegun(RoutingContext context) {
        return context.get(KEY) != null;
    }

    static Observation of(RoutingContext context) {
        return context.get(KEY);
    }

    void comesFrom(Caller known) {
        caller = Optional.of(known);
    }

    void isRefused(ScimProblem refusal) {
        problem = Optional.of(refusal);
    }

    RequestId id() {
        return id;
    }

    Route route() {
        return route;
    }

    Optional<Caller> caller() {
        return caller;
    }

    Optional<ScimProblem> problem() {
        return problem;
    }

    long nanos() {
        return System.nanoTime() - start;
    }
}
