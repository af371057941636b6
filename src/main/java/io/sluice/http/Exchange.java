package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.auth.Caller;
import io.sluice.scim.Json;
import io.sluice.scim.TenantId;
import io.sluice.store.Precondition;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** One request whose caller is known, as the handlers see it. */
record Exchange(RoutingContext context, Caller caller) {
    /** A body up to this size is parsed where it is; a larger one would keep other requests of the event loop waiting. */
    private static final int PARSED_ON_EVENT_LOOP = 65_536;

    TenantId tenant() {
        return caller.tenant();
    }

    MultiMap parameters() {
        return context.queryParams();
    }

    Precondition ifMatch() {
        return EntityTags.ifMatch(context.request().getHeader(HttpHeaders.IF_MATCH));
    }

    Future<JsonNode> json() {
        Buffer body = context.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        return bytes.length <= PARSED_ON_EVENT_LOOP
                ? Future.succeededFuture(Json.parse(bytes))
                : context.vertx().executeBlocking(() -> Json.parse(bytes), false);
    }
}
