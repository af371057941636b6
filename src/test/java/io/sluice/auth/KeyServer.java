package io.sluice.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider's keys on the loopback interface, over HTTP, with every fault that a test wants. */
final class KeyServer implements AutoCloseable {
    final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server;
    private volatile Answer answer = new Answer(404, Map.of(), "", 0);

    private record Answer(int status, Map<String, String> headers, String body, int delayMillis) {}

    KeyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            fetches.incrementAndGet();
            Answer now = answer;
            try {
                Thread.sleep(now.delayMillis());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            byte[] bytes = now.body().getBytes(StandardCharsets.UTF_8);
            now.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(now.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + host() + "/keys";
    }

    void serve(JWK... keys) {
        serve(List.of(keys), 0);
    }

    void serve(List<JWK> keys, int delayMillis) {
        answer(200, Map.of("Content-Type", "application/json"), new JWKSet(keys).toString(), delayMillis);
    }

    void answer(int status, Map<String, String> headers, String body, int delayMillis) {
        answer = new Answer(status, headers, body, delayMillis);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
