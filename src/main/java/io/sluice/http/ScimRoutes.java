package io.sluice.http;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request: it is given an id, to be counted at its end; then the credential, whatever the path; then the limits; then the
 * body, capped; then the target, read from the same decoded path.
 * Nothing on this port answers a stranger with anything but 401, or 429 to one that tried too many tokens, except that the token endpoint
 * tells what a client's proof lacks.
 */
final class ScimRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ScimRoutes.class);
    private static final String WHOLE = "sluice.whole";

    /** Names of the routes up to the one that nothing passes without a credential. */
    static final String OBSERVED = "observed";

    static final String TOKENS = "token endpoint";
    static final String CREDENTIALS = "credential check";

    private final TokenEndpoint tokens;
    private final CredentialCheck credentials;
    private final Admission admission;
    private final BodyReader bodies;
    private final Deadlines deadlines;
    private final TargetHandler handler;
    private final BulkEndpoint bulk;
    private final ObservedRequests observed;
    private final RefusedRequests refused;

    ScimRoutes(
            ObservedRequests observed,
            TokenEndpoint tokens,
            CredentialCheck credentials,
            RefusedRequests refused,
            Admission admission,
            BodyReader bodies,
            Deadlines deadlines,
            TargetHandler handler,
            BulkEndpoint bulk) {
        this.observed = observed;
        this.refused = refused;
        this.tokens = tokens;
        this.credentials = credentials;
        this.admission = admission;
        this.bodies = bodies;
        this.deadlines = deadlines;
        this.handler = handler;
        this.bulk = bulk;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().setName(OBSERVED).handler(observed);
        router.route().setName(TOKENS).handler(tokens::handle);
        router.route().setName(CREDENTIALS).handler(credentials);
        router.route().handler(refused);
        router.route().handler(admission);
        router.route().handler(this::body);
        router.route().handler(this::dispatch);
        router.route().failureHandler(this::fail);
        return router;
    }

    private void body(RoutingContext context) {
        if (context.request().method() == HttpMethod.POST && Target.isBulk(path(context))) {
            bulk.receive(context, CredentialCheck.caller(context));
        } else {
            bodies.handle(context);
        }
    }

    private void dispatch(RoutingContext context) {
        context.put(WHOLE, true);
        InWork work = InWork.begin(context, deadlines);
        try {
            answer(context).onComplete(end -> work.end()).onFailure(context::fail);
        } catch (RuntimeException refused) {
            work.end();
            throw refused;
        }
    }

    private Future<Void> answer(RoutingContext context) {
        Exchange exchange = new Exchange(context, CredentialCheck.caller(context));
        Target target = Target.of(path(context), exchange.types());
        String method = context.request().method().name();
        if (method.equals("OPTIONS") && !(target instanceof Target.Unknown)) {
            context.response().putHeader(HttpHeaders.ALLOW, allow(target));
            ScimResponses.sendEmpty(context, 204);
            return Future.succeededFuture();
        }
        if (!(target instanceof Target.Unknown) && !target.methods().contains(method)) {
            context.response().putHeader(HttpHeaders.ALLOW, allow(target));
            throw new ScimProblem(405, io.sluice.scim.ScimType.NONE, "This address answers " + allow(target) + ".")
                    .exception();
        }
        Permissions.require(exchange.caller(), target, method);
        return handler.handle(exchange, target);
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
        observed.beginIfRefusedUnseen(context);
        if (context.response().ended() || context.response().headWritten()) {
            // Part of an answer is out: end the connection, so that it can never look complete.
            Cut.now(context.request().connection());
            return;
        }
        if (context.response().closed()) {
            // The client left in the middle of its request; there is nobody to tell.
            return;
        }
        if (!context.request().isEnded()) {
            UnreadBody.drop(context.request(), deadlines);
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
            return bulk.tooLarge();
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
        String incident = Observation.of(context).id().value();
        LOG.error("Incident {}: {} failed", incident, context.request().method(), failure);
        return ScimProblem.internal("Something went wrong here; the server's log has it as incident " + incident + ".");
    }
}
