package io.sluice.observe;

import io.sluice.config.ConfigException;
import io.sluice.config.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.healthchecks.CheckResult;
import java.util.List;
import java.util.function.Supplier;

/**
 * Health and metrics, on a port that clients do not reach. Liveness asks nobody: a database that is down must not get the process killed.
 * Readiness asks the supplied checks, and is down before {@link #started()} and after {@link #draining()}.
 */
public final class ManagementServer {
    private static final String JSON = "application/json";
    private static final String STATUS_UP = "{\"status\":\"UP\"}";
    private static final String STATUS_DOWN = "{\"status\":\"DOWN\"}";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private static final int IDLE_SECONDS = 60;

    private final Vertx vertx;
    private final Instruments instruments;
    private final Readiness readiness;
    private final HttpServer server;
    private volatile Phase phase = Phase.STARTING;

    private enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    /** One of the things that requests need. It is down when it is false, fails, throws or does not answer in time. */
    public record Check(String name, Supplier<Future<Boolean>> passes) {}

    private ManagementServer(Vertx vertx, Instruments instruments, List<Check> checks) {
        this.vertx = vertx;
        this.instruments = instruments;
        this.readiness = new Readiness(vertx, checks);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(IDLE_SECONDS)
                        // There are no web sockets, and what looks for them fails on a long pipeline.
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false)
                        // Probes are no news.
                        .setTracingPolicy(TracingPolicy.IGNORE))
                .requestHandler(this::handle);
    }

    /** Listens. Open it before everything else, so that probes get an answer while the start goes on. */
    public static Future<ManagementServer> listen(
            Vertx vertx, Endpoint endpoint, Instruments instruments, List<Check> checks) {
        ManagementServer management = new ManagementServer(vertx, instruments, checks);
        return management
                .server
                .listen(endpoint.port(), endpoint.host())
                .map(listening -> management)
                .recover(failure ->
                        Future.failedFuture(ConfigException.cannotListen("SLUICE_MANAGEMENT_PORT", endpoint, failure)));
    }

    public int port() {
        return server.actualPort();
    }

    /** Everything is up: from now on readiness is the check's answer. */
    public void started() {
        phase = Phase.SERVING;
    }

    /** The process is about to end: not ready any more, still alive. */
    public void draining() {
        phase = Phase.DRAINING;
    }

    public Future<Void> close() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            request.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .end();
            return;
        }
        switch (String.valueOf(request.path())) {
            case "/health/live" -> phase(request, true);
            case "/health/started" -> phase(request, phase != Phase.STARTING);
            case "/health/ready" -> ready(request);
            case "/metrics" ->
                vertx.executeBlocking(instruments::scrape, false)
                        .onSuccess(text -> answer(request, 200, PROMETHEUS, text))
                        .onFailure(failure -> answer(request, 500, "text/plain", "the meters could not be read\n"));
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** What is missing is named: whoever finds a replica not ready finds here why. */
    private void ready(HttpServerRequest request) {
        if (phase != Phase.SERVING) {
            phase(request, false);
            return;
        }
        readiness
                .now()
                .onSuccess(result -> health(
                        request, CheckResult.isUp(result), result.toJson().encode()))
                .onFailure(failure -> phase(request, false));
    }

    private static void phase(HttpServerRequest request, boolean reached) {
        health(request, reached, reached ? STATUS_UP : STATUS_DOWN);
    }

    private static void health(HttpServerRequest request, boolean up, String body) {
        answer(request, up ? 200 : 503, JSON, body);
    }

    private static void answer(HttpServerRequest request, int status, String type, String body) {
        HttpServerResponse response = request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (response.closed()) {
            return;
        }
        Buffer bytes = Buffer.buffer(body);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length()));
        // Over HTTP/2 Vert.x would send a body in answer to HEAD.
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(bytes);
        }
    }
}
