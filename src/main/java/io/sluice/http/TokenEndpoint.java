package io.sluice.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.auth.AccessToken;
import io.sluice.auth.TokenIssue;
import io.sluice.auth.TokenRefusal;
import io.sluice.scim.Json;
import io.sluice.scim.ScimException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /oauth2/token} (RFC 6749 section 3.2): the one address of this port that is behind a check of its own. Nothing of the request's
 * query is read, since secrets do not belong there.
 */
final class TokenEndpoint {
    static final String PATH = "/oauth2/token";

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

    /** An assertion of 8 KiB and everything beside it. */
    private static final int MAX_BODY_BYTES = 16_384;

    private final TokenIssue issue;
    private final Attempts attempts;
    private final Deadlines deadlines;

    TokenEndpoint(TokenIssue issue, Attempts attempts, Deadlines deadlines) {
        this.issue = issue;
        this.attempts = attempts;
        this.deadlines = deadlines;
    }

    /** Whether the request is for this endpoint, which exactly one path is. */
    static boolean isMeant(RoutingContext context) {
        try {
            return context.normalizedPath().equals(PATH);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Answers what is meant for this endpoint and lets everything else pass. */
    void handle(RoutingContext context) {
        if (!isMeant(context)) {
            context.next();
        } else if (!context.request().method().name().equals("POST")) {
            context.response().putHeader(HttpHeaders.ALLOW, "POST");
            refuseUnread(context, 405, TokenRefusal.request("The token endpoint answers POST."));
        } else if (!TokenForm.isMeant(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuseUnread(context, 400, TokenRefusal.request("The Content-Type must be " + TokenForm.TYPE + "."));
        } else {
            receive(context);
        }
    }

    private void refuseUnread(RoutingContext context, int status, TokenRefusal refusal) {
        if (!context.request().isEnded()) {
            UnreadBody.drop(context.request(), deadlines);
        }
        send(context, status, refusal);
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        WholeBody.read(request, deadlines, MAX_BODY_BYTES)
                .map(body -> TokenForm.read(request, body))
                .compose(asked -> attempts.count(request, asked.presented(), () -> issue.issue(asked)))
                .onSuccess(token -> send(context, token))
                .onFailure(failure -> fail(context, failure));
    }

    private static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof TokenRefusal.Refused refused) {
            send(context, refused.refusal().status(), refused.refusal());
        } else if (failure instanceof HttpException large && large.getStatusCode() == 413) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            send(context, 413, TokenRefusal.request("The body is larger than " + MAX_BODY_BYTES + " bytes."));
        } else if (failure instanceof ScimException later && later.problem().retryAfterSeconds() > 0) {
            context.response()
                    .putHeader(
                            HttpHeaders.RETRY_AFTER,
                            Integer.toString(later.problem().retryAfterSeconds()));
            send(
                    context,
                    later.problem().status(),
                    new TokenRefusal("temporarily_unavailable", "Try again after Retry-After."));
        } else if (failure instanceof ScimException slow && slow.problem().status() == 408) {
            send(context, 408, TokenRefusal.request(slow.problem().detail()));
        } else if (context.request().isEnded()) {
            LOG.error("The token endpoint failed", failure);
            send(context, 500, new TokenRefusal("server_error", "Something went wrong here; the log has it."));
        } else {
            // The body broke off, and the connection with it.
            context.request().connection().close();
        }
    }

    private static void send(RoutingContext context, AccessToken token) {
        write(
                context,
                200,
                Json.MAPPER
                        .createObjectNode()
                        .put("access_token", token.token())
                        .put("token_type", "Bearer")
                        .put("expires_in", token.seconds())
                        .put("scope", token.scope()));
    }

    static void send(RoutingContext context, int status, TokenRefusal refusal) {
        if (status == 401) {
            context.response().putHeader("WWW-Authenticate", "Basic realm=\"token\"");
        }
        write(
                context,
                status,
                Json.MAPPER
                        .createObjectNode()
                        .put("error", refusal.error())
                        .put("error_description", refusal.description()));
    }

    private static void write(RoutingContext context, int status, ObjectNode json) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Pragma", "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Json.text(json));
    }
}
