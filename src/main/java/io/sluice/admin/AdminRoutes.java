package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.admin.AdminRouteTable.Found;
import io.sluice.admin.AdminRouteTable.Result;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.telemetry.CurrentTrace;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every request: the token before anything else, then the target, then its method. Refusals are problems of RFC 9457. */
final class AdminRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);

    /** A schema of many attributes. */
    private static final int MAX_BODY_BYTES = 262_144;

    /** Whatever it does: few are, and of one client. */
    private static final String OPERATION = "administer";

    private static final String TEMPLATE = "sluice.template";
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";

    private final AdminToken token;
    private final AdminRouteTable table;
    private final Meters meters;

    AdminRoutes(AdminToken token, AdminRouteTable table, Meters meters) {
        this.token = token;
        this.table = table;
        this.meters = meters;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().handler(this::observe);
        router.route().handler(this::authenticate);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route().handler(this::dispatch);
        router.route().failureHandler(AdminRoutes::fail);
        return router;
    }

    private void observe(RoutingContext context) {
        long start = System.nanoTime();
        context.put(TEMPLATE, "none");
        context.addEndHandler(end -> meters.time(
                Meter.HTTP_REQUEST,
                System.nanoTime() - start,
                context.get(TEMPLATE),
                OPERATION,
                end.succeeded() ? context.response().getStatusCode() / 100 + "xx" : "aborted"));
        context.next();
    }

    private void authenticate(RoutingContext context) {
        if (!token.admits(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            throw ScimProblem.unauthorized("Present the token of the administration API as a bearer token.")
                    .exception();
        }
        context.next();
    }

    private void dispatch(RoutingContext context) {
        switch (table.find(context.request().method().name(), context.normalizedPath())) {
            case Result.Known known -> answer(context, known.found());
            case Result.OtherMethods others -> {
                context.response().putHeader(HttpHeaders.ALLOW, others.allow());
                throw new ScimProblem(405, ScimType.NONE, "This address answers " + others.allow() + ".").exception();
            }
        }
    }

    private static void answer(RoutingContext context, Found found) {
        String template = AdminRoute.BASE + found.route().template();
        context.put(TEMPLATE, template);
        CurrentTrace.goesTo(template);
        Buffer body = context.body().buffer();
        byte[] content = body == null ? new byte[0] : body.getBytes();
        found.route()
                .answering()
                .answer(new AdminRequest(found.names(), context.queryParams(), content))
                .onSuccess(answer -> send(context, answer))
                .onFailure(context::fail);
    }

    private static void send(RoutingContext context, AdminAnswer answer) {
        switch (answer) {
            case AdminAnswer.Body body -> write(context, body.status(), JSON, body.json());
            case AdminAnswer.Empty empty -> head(context, 204).end();
        }
    }

    private static void fail(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        ScimProblem problem = problem(context);
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("title", context.response().setStatusCode(problem.status()).getStatusMessage());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        if (problem.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"admin\"");
        }
        if (problem.retryAfterSeconds() > 0) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
        }
        write(context, problem.status(), PROBLEM_JSON, body);
    }

    private static ScimProblem problem(RoutingContext context) {
        if (context.failure() instanceof ScimException refused) {
            return refused.problem();
        }
        int status = context.statusCode();
        if (status == 413) {
            return ScimProblem.tooLarge("The body is larger than " + MAX_BODY_BYTES + " bytes.");
        }
        if (status >= 400 && status < 500) {
            return ScimProblem.invalidSyntax("The request is not well-formed HTTP.");
        }
        LOG.error("{} of the administration API failed", context.request().method(), context.failure());
        return ScimProblem.internal("The request could not be completed; the server's log says why.");
    }

    private static void write(RoutingContext context, int status, String type, ObjectNode json) {
        Buffer bytes = Buffer.buffer(Json.text(json));
        HttpServerResponse response = head(context, status).putHeader(HttpHeaders.CONTENT_TYPE, type);
        if (context.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()))
                    .end();
        } else {
            response.end(bytes);
        }
    }

    private static HttpServerResponse head(RoutingContext context, int status) {
        return context.response()
                .setStatusCode(status)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
