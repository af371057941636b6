package io.sluice.http;

import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.store.Refusal;
import io.sluice.store.RefusalLog;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;

/** Notes for the provisioning log what a known caller did not get, once it has the answer. */
final class RefusedRequests implements Handler<RoutingContext> {
    private static final int NOT_FOUND = 404;

    private final RefusalLog log;

    RefusedRequests(RefusalLog log) {
        this.log = log;
    }

    @Override
    public void handle(RoutingContext context) {
        String author = CurrentRequest.author();
        context.addEndHandler(end -> Observation.of(context)
                .problem()
                .filter(problem -> !isAnswerToAQuestion(context, problem))
                .ifPresent(problem -> note(context, author, problem)));
        context.next();
    }

    /** Clients ask for what may not be there, and hear that it is not: nothing was refused. */
    private static boolean isAnswerToAQuestion(RoutingContext context, ScimProblem problem) {
        return problem.status() == NOT_FOUND && context.request().method() == HttpMethod.GET;
    }

    private void note(RoutingContext context, String author, ScimProblem problem) {
        Exchange exchange = new Exchange(context, CredentialCheck.caller(context));
        Target target = target(exchange);
        log.note(new Refusal(
                exchange.tenant(),
                Instant.now(),
                author,
                Observation.of(context).route().operation(),
                type(target).map(ResourceType::name).orElse(""),
                target instanceof Target.One one ? ResourceId.parse(one.id()) : Optional.empty(),
                problem));
    }

    private static Target target(Exchange exchange) {
        try {
            return Target.of(exchange.context().normalizedPath(), exchange.types());
        } catch (IllegalArgumentException malformed) {
            return new Target.Unknown();
        }
    }

    private static Optional<ResourceType> type(Target target) {
        return switch (target) {
            case Target.Collection collection -> Optional.of(collection.type());
            case Target.One one -> Optional.of(one.type());
            case Target.SearchEndpoint endpoint ->
                endpoint.types().size() == 1 ? Optional.of(endpoint.types().getFirst()) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
