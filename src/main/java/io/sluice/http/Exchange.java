package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.auth.Caller;
import io.sluice.operation.Aside;
import io.sluice.operation.EntityTags;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.TenantId;
import io.sluice.store.Precondition;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** One request whose caller is known, as the handlers see it. */
record Exchange(RoutingContext context, Caller caller) {
    TenantId tenant() {
        return caller.tenant();
    }

    /** What the caller's tenant can keep. */
    ResourceTypes types() {
        return caller.profile().types();
    }

    MultiMap parameters() {
        return context.queryParams();
    }

    Precondition ifMatch() {
        return EntityTags.ifMatch(context.request().getHeader(HttpHeaders.IF_MATCH));
    }

    /** Counts the operations of a bulk request against the tenant's rate, on any thread; refuses with 429 while earlier ones are not paid yet. */
    void charge(int operations) {
        Admission.ticket(context).charge(operations);
    }

    Future<JsonNode> json() {
        return json(body -> body);
    }

    /** What {@code reading} makes of the body; to be asked for once. */
    <T> Future<T> json(Function<JsonNode, T> reading) {
        Body body = BodyReader.body(context);
        return aside().run(() -> reading.apply(body.take()));
    }

    /** For work on the whole of the body. */
    Aside aside() {
        return BodyReader.body(context).isShort()
                ? Aside.HERE
                : new Aside() {
                    @Override
                    public <T> Future<T> run(Callable<T> work) {
                        return context.vertx().executeBlocking(work, false);
                    }
                };
    }
}
