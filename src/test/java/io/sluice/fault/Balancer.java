package io.sluice.fault;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands requests in turns to the gateways that say they are ready, over kept connections, and repeats none. */
final class Balancer implements AutoCloseable {
    private static final long PROBE_MILLIS = 250;
    /** One after the other take a replica out, one success brings it back, as with the probes of Kubernetes. */
    private static final int FAILURES = 3;

    /** For a request whose gateway broke off, or that no gateway was ready for. */
    static final int BAD_GATEWAY = 502;

    /** @param management where its readiness is asked */
    record Replica(int port, int management) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(1_000),
            // Nobody waits here for a connection to a replica that ends meanwhile.
            new PoolOptions().setHttp1MaxSize(2_000));
    private final List<Replica> replicas;
    private final Map<Replica, Integer> failures = new ConcurrentHashMap<>();
    private final Set<Replica> probed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpServer server;
    private final long probes;

    Balancer(List<Replica> replicas) throws Exception {
        this.replicas = replicas;
        this.probes = vertx.setPeriodic(1, PROBE_MILLIS, due -> replicas.forEach(this::probe));
        this.server = vertx.createHttpServer()
                .requestHandler(this::pass)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    boolean isReady(Replica replica) {
        return failures.getOrDefault(replica, FAILURES) < FAILURES;
    }

    @Override
    public void close() throws Exception {
        vertx.cancelTimer(probes);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void probe(Replica replica) {
        // One at a time, so that a moment without processor is one failure and not three.
        if (!probed.add(replica)) {
            return;
        }
        client.request(new RequestOptions()
                        .setPort(replica.management)
                        .setHost("127.0.0.1")
                        .setURI("/health/ready")
                        .setIdleTimeout(1_000))
                .compose(HttpClientRequest::send)
                .onComplete(end -> {
                    probed.remove(replica);
                    boolean up = end.succeeded() && end.result().statusCode() == 200;
                    failures.merge(replica, up ? 0 : FAILURES, (before, first) -> up ? 0 : before + 1);
                });
    }

    private void pass(HttpServerRequest request) {
        List<Replica> up = replicas.stream().filter(this::isReady).toList();
        request.body()
                .compose(body -> up.isEmpty()
                        ? Future.failedFuture("no replica is ready")
                        : ask(request, body, up.get(Math.floorMod(turn.getAndIncrement(), up.size()))))
                .onFailure(
                        failure -> request.response().setStatusCode(BAD_GATEWAY).end(failure.toString()));
    }

    private Future<Void> ask(HttpServerRequest request, Buffer body, Replica replica) {
        return client.request(new RequestOptions()
                        .setMethod(request.method())
                        .setPort(replica.port)
                        .setHost("127.0.0.1")
                        .setURI(request.uri()))
                .compose(onward -> {
                    for (String name : List.of("Authorization", "Content-Type")) {
                        if (request.headers().contains(name)) {
                            onward.putHeader(name, request.getHeader(name));
                        }
                    }
                    return onward.send(body);
                })
                .compose(answer -> answer.body().compose(content -> {
                    request.response().setStatusCode(answer.statusCode());
                    answer.headers().forEach((name, value) -> {
                        if (name.equalsIgnoreCase("Retry-After")) {
                            request.response().putHeader(name, value);
                        }
                    });
                    return request.response().end(content);
                }));
    }
}
