package io.sluice.http;

import io.sluice.auth.Authentication;
import io.sluice.auth.Caller;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** Finds out who calls, whatever the path; without a live credential nothing goes on. */
final class CredentialCheck implements Handler<RoutingContext> {
    private static final String CALLER = "sluice.caller";

    private final Authentication authentication;
    private final Attempts attempts;
    private final Connections connections;

    CredentialCheck(Authentication authentication, Attempts attempts, Connections connections) {
        this.authentication = authentication;
        this.attempts = attempts;
        this.connections = connections;
    }

    static Caller caller(RoutingContext context) {
        return context.get(CALLER);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String authorization = Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), "");
        Future<Caller> found = attempts.count(request, authorization, () -> authentication.authenticate(authorization));
        if (!found.isComplete()) {
            // Bytes of the body must not arrive before somebody listens for them.
            request.pause();
        }
        CurrentRequest.here(found)
                .onSuccess(known -> {
                    connections.known(request.connection());
                    context.put(CALLER, known);
                    Observation.of(context).comesFrom(known);
                    CurrentRequest.comesFrom(known.credential().id().toString());
                    request.resume();
                    context.next();
                })
                .onFailure(refused -> {
                    request.resume();
                    context.fail(refused);
                });
    }
}
