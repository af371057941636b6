package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every request: the token before anything else, then the target, then its method. Refusals are problems of RFC 9457. */
final class AdminRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);

    /** A name and a date. */
    private static final int MAX_BODY_BYTES = 16_384;

    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";

    private final AdminToken token;
    private final TenantAdministration tenants;

    AdminRoutes(AdminToken token, TenantAdministration tenants) {
        this.token = token;
        this.tenants = tenants;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().handler(this::authenticate);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route().handler(this::dispatch);
        router.route().failureHandler(AdminRoutes::fail);
        return router;
    }

    private void authenticate(RoutingContext context) {
        if (!token.admits(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            throw ScimProblem.unauthorized("Present the token of the administration API as a bearer token.")
                    .exception();
        }
        context.next();
    }

    private void dispatch(RoutingContext context) {
        AdminTarget target = target(context)
                .orElseThrow(() -> new ScimProblem(
                                404, ScimType.NONE, "No such address; see " + AdminTarget.BASE + "tenants.")
                        .exception());
        String method = context.request().method().name();
        if (!target.methods().contains(method)) {
            String allow = String.join(", ", target.methods());
            context.response().putHeader(HttpHeaders.ALLOW, allow);
            throw new ScimProblem(405, ScimType.NONE, "This address answers " + allow + ".").exception();
        }
        answer(context, target, method.equals("POST"))
                .onSuccess(answer -> send(context, answer))
                .onFailure(context::fail);
    }

    private static Optional<AdminTarget> target(RoutingContext context) {
        try {
            return AdminTarget.of(context.normalizedPath());
        } catch (IllegalArgumentException brokenEncoding) {
            return Optional.empty();
        }
    }

    private Future<AdminAnswer> answer(RoutingContext context, AdminTarget target, boolean post) {
        Buffer body = context.body().buffer() == null
                ? Buffer.buffer()
                : context.body().buffer();
        return switch (target) {
            case AdminTarget.Tenants all ->
                post
                        ? tenants.create(AdminBody.parse(body.getBytes()))
                        : tenants.list(
                                context.queryParams().contains("after")
                                        ? context.queryParams().get("after")
                                        : "");
            case AdminTarget.Tokens tokens ->
                post
                        ? tenants.addToken(
                                tokens.tenant(),
                                body.length() == 0 ? AdminBody.EMPTY : AdminBody.parse(body.getBytes()))
                        : tenants.tokens(tokens.tenant());
            case AdminTarget.OneToken one -> tenants.revoke(one.tenant(), one.id());
        };
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
