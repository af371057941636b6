package io.sluice.http;

import io.sluice.auth.BearerAuthentication;
import io.sluice.auth.Caller;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request: first the credential, whatever the path; then the body, capped; then the target, read from the same decoded path.
 * Nothing on this port answers a stranger with anything but 401.
 */
final class ScimRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ScimRoutes.class);
    private static final String CALLER = "sluice.caller";
    private static final String WHOLE = "sluice.whole";
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final BearerAuthentication authentication;
    private final ResourceTypes types;
    private final TargetHandler handler;
    private final long maxBodyBytes;

    ScimRoutes(BearerAuthentication authentication, ResourceTypes types, TargetHandler handler, long maxBodyBytes) {
        this.authentication = authentication;
        this.types = types;
        this.handler = handler;
        this.maxBodyBytes = maxBodyBytes;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        BodyHandler body = BodyHandler.create(false).setBodyLimit(maxBodyBytes);
        router.route().handler(this::authenticate);
        router.route().handler(context -> {
            if (WITH_BODY.contains(context.request().method())) {
                MediaType.require(context.request());
                body.handle(context);
            } else {
                context.next();
            }
        });
        router.route().handler(this::dispatch);
        router.route().failureHandler(this::fail);
        return router;
    }

    private void authenticate(RoutingContext context) {
        HttpServerRequest request = context.request();
        Future<Caller> caller = authentication.authenticate(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (!caller.isComplete()) {
            // Bytes of the body must not arrive before somebody listens for them.
            request.pause();
        }
        caller.onSuccess(known -> {
                    context.put(CALLER, known);
                    request.resume();
                    context.next();
                })
                .onFailure(refused -> {
                    request.resume();
                    context.fail(refused);
                });
    }

    private void dispatch(RoutingContext context) {
        context.put(WHOLE, true);
        Exchange exchange = new Exchange(context, context.get(CALLER));
        Target target = Target.of(path(context), types);
        String method = context.request().method().name();
        if (method.equals("OPTIONS") && !(target instanceof Target.Unknown)) {
            context.response().putHeader(HttpHeaders.ALLOW, allow(target));
            ScimResponses.sendEmpty(context, 204);
            return;
        }
        if (!(target instanceof Target.Unknown) && !target.methods().contains(method)) {
            context.response().putHeader(HttpHeaders.ALLOW, allow(target));
            throw new ScimProblem(405, io.sluice.scim.ScimType.NONE, "This address answers " + allow(target) + ".")
                    .exception();
        }
        handler.handle(exchange, target).onFailure(context::fail);
    }

    private static String path(RoutingContext context) {
        try {
            return context.normalizedPath();
        } catch (IllegalArgumentException malformed) {
            throw ScimProblem.invalidSyntax("The path holds a % that begins no encoded character.")
                    .exception();
        }
    }

    private static String allow(Target target) {
        return String.join(", ", target.methods()) + ", OPTIONS";
    }

    private void fail(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            // Part of an answer is out: end the connection, so that it can never look complete.
            context.request().connection().close();
            return;
        }
        if (context.response().closed()) {
            // The client left in the middle of its request; there is nobody to tell.
            return;
        }
        ScimResponses.send(context, problem(context));
    }

    private ScimProblem problem(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ScimException refused) {
            return refused.problem();
        }
        int status = context.statusCode();
        if (status == 413) {
            return ScimProblem.tooLarge(
                    "The body is larger than " + maxBodyBytes + " bytes, the most that is accepted.");
        }
        if (status >= 400 && status < 500) {
            return ScimProblem.invalidSyntax("The request is not well-formed HTTP.");
        }
        if (context.get(WHOLE) == null) {
            // What comes after a body that cannot be read is no request either.
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            return ScimProblem.invalidSyntax(
                    "The body could not be read: its transfer coding is broken or it was cut off.");
        }
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}: {} failed", incident, context.request().method(), failure);
        return ScimProblem.internal("Something went wrong here; the server's log has it as incident " + incident + ".");
    }
}
