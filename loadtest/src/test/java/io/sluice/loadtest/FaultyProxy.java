package io.sluice.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server and makes one mistake now and then, as a server would that has it. For a test of the simulation, not for figures. */
final class FaultyProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HEADERS = List.of("Authorization", "Content-Type", "Accept");

    /** The mistakes. */
    enum Defect {
        NONE,
        /** A PATCH that adds several members is confirmed although one of them is not added. Each: who is lost once may leave later anyway. */
        LOST_MEMBER,
        NOT_FOUND_FOR_EMPTY_FILTER,
        /** 429, however slowly the client asks. */
        TOO_MANY_REQUESTS
    }

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;
    private final Defect defect;
    private final AtomicInteger chances = new AtomicInteger();

    /** @param target the base URL of the server */
    FaultyProxy(URI target, Defect defect) throws IOException {
        this.target = target;
        this.defect = defect;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + target.getPath();
    }

    /** Whether it got round to its mistake. */
    boolean hasErred() {
        return chances.get() > 0;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (defect == Defect.TOO_MANY_REQUESTS && chances.incrementAndGet() % 100 == 0) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
                return;
            }
            if (defect == Defect.LOST_MEMBER && exchange.getRequestMethod().equals("PATCH")) {
                body = withoutOneMember(body);
            }
            HttpResponse<byte[]> answer = forward(exchange, body);
            if (defect == Defect.NOT_FOUND_FOR_EMPTY_FILTER && isEmptyList(exchange, answer.body())) {
                chances.incrementAndGet();
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        URI uri = URI.create(target.getScheme() + "://" + target.getAuthority() + exchange.getRequestURI());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (String header : HEADERS) {
            List<String> values = exchange.getRequestHeaders().getOrDefault(header, List.of());
            values.forEach(value -> request.header(header, value));
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private byte[] withoutOneMember(byte[] body) throws IOException {
        JsonNode patch = JSON.readTree(body);
        for (JsonNode operation : patch.path("Operations")) {
            boolean adds = operation.path("op").asText().equalsIgnoreCase("add")
                    && operation.path("path").asText().equals("members");
            if (adds && operation.path("value") instanceof ArrayNode members && members.size() > 1) {
                chances.incrementAndGet();
                members.remove(0);
            }
        }
        return JSON.writeValueAsBytes(patch);
    }

    private static boolean isEmptyList(HttpExchange exchange, byte[] body) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        return query != null
                && query.contains("filter=")
                && JSON.readTree(body).path("totalResults").asInt(-1) == 0;
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
