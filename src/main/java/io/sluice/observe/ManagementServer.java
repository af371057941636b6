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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Health and metrics, on a port that clients do not reach. Liveness asks nobody: a database that is down must not get the process killed.
 * Readiness asks the supplied check, and is down before {@link #started()} and after {@link #draining()}.
 */
public final class ManagementServer {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    /** Below the time-out of any sensible probe, so that the answer is ours and not a broken connection. */
    private static final Duration READINESS_DEADLINE = Duration.ofMillis(900);

    private static final int IDLE_SECONDS = 60;

    private final Vertx vertx;
    private final Meters meters;
    private final Supplier<Future<Boolean>> ready;
    private final HttpServer server;
    private volatile Phase phase = Phase.STARTING;

    private enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    private ManagementServer(Vertx vertx, Meters meters, Supplier<Future<Boolean>> ready) {
        this.vertx = vertx;
        this.meters = meters;
        this.ready = ready;
        this.server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                .requestHandler(this::handle);
    }

    /** Listens. Open it before everything else, so that probes get an answer while the start goes on. */
    public static Future<ManagementServer> listen(
            Vertx vertx, Endpoint endpoint, Meters meters, Supplier<Future<Boolean>> ready) {
        ManagementServer management = new ManagementServer(vertx, meters, ready);
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
            case "/health/live" -> health(request, true);
            case "/health/started" -> health(request, phase != Phase.STARTING);
            case "/health/ready" -> isReady().onSuccess(up -> health(request, up));
            case "/metrics" ->
                vertx.executeBlocking(meters::scrape, false)
                        .onSuccess(text -> answer(request, 200, PROMETHEUS, text))
                        .onFailure(failure -> answer(request, 500, "text/plain", "the meters could not be read\n"));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private Future<Boolean> isReady() {
        if (phase != Phase.SERVING) {
            return Future.succeededFuture(false);
        }
        return Future.succeededFuture()
                .compose(now -> ready.get())
                .timeout(READINESS_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(false);
    }

    private static void health(HttpServerRequest request, boolean up) {
        answer(request, up ? 200 : 503, JSON, up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
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
