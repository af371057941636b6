package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** Writes answers: the media type, the headers that every answer has, and no body to HEAD. */
final class ScimResponses {
    private static final CharSequence SCIM_JSON = HttpHeaders.createOptimized("application/scim+json;charset=utf-8");
    private static final CharSequence NOSNIFF_NAME = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private ScimResponses() {}

    /** Completes when the answer is handed to the operating system. */
    static Future<Void> send(RoutingContext context, int status, byte[] body) {
        return send(context, status, Buffer.buffer(body));
    }

    static Future<Void> send(RoutingContext context, int status, Buffer body) {
        HttpServerResponse response = headOfContent(context, status);
        return context.request().method() == HttpMethod.HEAD
                ? response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                        .end()
                : response.end(body);
    }

    /** Everything before a SCIM body. */
    static HttpServerResponse headOfContent(RoutingContext context, int status) {
        return head(context, status).putHeader(HttpHeaders.CONTENT_TYPE, SCIM_JSON);
    }

    static void send(RoutingContext context, int status, JsonNode body) {
        send(context, status, Json.text(body).getBytes(StandardCharsets.UTF_8));
    }

    static void sendEmpty(RoutingContext context, int status) {
        head(context, status).end();
    }

    static void send(RoutingContext context, ScimProblem problem) {
        Observation.of(context).isRefused(problem);
        if (problem.status() == 401) {
            context.response().putHeader("WWW-Authenticate", challenge(context));
        }
        if (problem.retryAfterSeconds() > 0) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
        }
        send(context, problem.status(), problem.message());
    }

    /** RFC 6750 section 3: the error code only where a token was presented. */
    private static String challenge(RoutingContext context) {
        return context.request().headers().contains(HttpHeaders.AUTHORIZATION)
                ? "Bearer realm=\"scim\", error=\"invalid_token\""
                : "Bearer realm=\"scim\"";
    }

    private static HttpServerResponse head(RoutingContext context, int status) {
        return context.response()
                .setStatusCode(status)
                .putHeader(NOSNIFF_NAME, NOSNIFF)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
}
