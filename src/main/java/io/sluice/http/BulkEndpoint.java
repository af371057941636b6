package io.sluice.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.auth.Caller;
import io.sluice.bulk.BulkEntrance;
import io.sluice.bulk.BulkJob;
import io.sluice.bulk.BulkReply;
import io.sluice.bulk.BulkVerticle;
import io.sluice.bulk.JobQuestion;
import io.sluice.scim.Json;
import io.sluice.scim.Messages;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code /Bulk}: lets the request in, reads its body, and hands it to the worker, whose answer it writes. */
final class BulkEndpoint {
    private static final String BODY = "sluice.bulk.body";

    /** Beyond the deadline: what began just before it still comes to its end. */
    private static final long ANSWER_MILLIS = 10_000;

    private static final String AGAIN_SECONDS = "1";

    private final BulkEntrance entrance;
    private final Deadlines deadlines;
    private final Supplier<String> baseUrl;

    BulkEndpoint(BulkEntrance entrance, Deadlines deadlines, Supplier<String> baseUrl) {
        this.deadlines = deadlines;
        this.entrance = entrance;
        this.baseUrl = baseUrl;
    }

    /** Counts the request in until it is answered, and reads its body; refuses it before a byte is read where there is no room. */
    void receive(RoutingContext context, Caller caller) {
        Permissions.require(caller, new Target.Bulk(), "POST");
        MediaType.require(context.request());
        int bytes = expected(context.request());
        Optional<ScimProblem> refused = entrance.enter(caller.tenant(), bytes);
        if (refused.isPresent()) {
            throw refused.get().exception();
        }
        context.addEndHandler(ended -> entrance.leave(caller.tenant(), bytes));
        WholeBody.read(context.request(), deadlines, entrance.limits().maxPayloadBytes())
                .onSuccess(body -> {
                    context.put(BODY, body);
                    context.next();
                })
                .onFailure(context::fail);
    }

    private int expected(HttpServerRequest request) {
        int most = entrance.limits().maxPayloadBytes();
        long declared = WholeBody.declared(request);
        return declared < 0 ? most : (int) Math.min(declared, most);
    }

    /** What a body over the limit is told (RFC 7644 section 3.7.4). */
    ScimProblem tooLarge() {
        return ScimProblem.tooLarge(
                "The body is larger than " + entrance.limits().maxPayloadBytes()
                        + " bytes, the most that is accepted (maxPayloadSize). Nothing was done.");
    }

    Future<Void> answer(Exchange exchange) {
        RoutingContext context = exchange.context();
        long millis = entrance.limits().deadline().toMillis();
        UUID id = UUID.randomUUID();
        BulkJob job = new BulkJob(
                id,
                exchange.tenant(),
                CurrentRequest.author(),
                exchange.caller().scopes(),
                exchange.types(),
                context.get(BODY),
                exchange::charge,
                System.nanoTime() + entrance.limits().deadline().toNanos(),
                !Preferences.of(context.request()).asynchronous());
        context.remove(BODY);
        EventBus bus = context.vertx().eventBus();
        context.response().closeHandler(left -> bus.send(BulkVerticle.LEFT, id.toString()));
        return bus.<BulkReply>request(
                        BulkVerticle.JOBS,
                        job,
                        new DeliveryOptions().setLocalOnly(true).setSendTimeout(millis + ANSWER_MILLIS))
                .map(Message::body)
                .compose(reply -> answer(context, id, reply));
    }

    /** {@code GET /Bulk/{id}}: 202 as long as there is something left to do, then the response as it would have been. */
    Future<Void> results(Exchange exchange, String id) {
        ResourceId job =
                ResourceId.parse(id).orElseThrow(() -> ScimProblem.notFound().exception());
        RoutingContext context = exchange.context();
        return context.vertx()
                .eventBus()
                .<BulkReply>request(
                        BulkVerticle.QUESTIONS,
                        new JobQuestion(exchange.tenant(), job.value()),
                        new DeliveryOptions().setLocalOnly(true).setSendTimeout(ANSWER_MILLIS))
                .map(Message::body)
                .compose(reply -> answer(context, job.value(), reply));
    }

    private Future<Void> answer(RoutingContext context, UUID job, BulkReply reply) {
        return switch (reply) {
            case BulkReply.Done done -> ScimResponses.send(context, 200, done.response());
            case BulkReply.Accepted accepted -> {
                // RFC 9967 section 2.5.1.1, RFC 7240 section 4.1.
                context.response()
                        .putHeader("Set-Txn", job.toString())
                        .putHeader("Preference-Applied", "respond-async")
                        .putHeader(HttpHeaders.LOCATION, baseUrl.get() + "/Bulk/" + job);
                ScimResponses.sendEmpty(context, 202);
                yield Future.succeededFuture();
            }
            case BulkReply.Unfinished unfinished -> {
                context.response().putHeader(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
                ObjectNode state = Json.MAPPER.createObjectNode();
                state.putArray("schemas").add(Messages.BULK_JOB);
                state.put("id", job.toString())
                        .put("operations", unfinished.state().operations())
                        .put("done", unfinished.state().done());
                ScimResponses.send(context, 202, state);
                yield Future.succeededFuture();
            }
            case BulkReply.Refused refused ->
                Future.failedFuture(refused.problem().exception());
        };
    }
}
