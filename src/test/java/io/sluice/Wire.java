package io.sluice;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A SCIM client over real sockets with a bounded number of connections, for tests that send many requests at once. */
public final class Wire implements AutoCloseable {
    /** An answer: its status, its headers ETag and Link and its body; text that is not there is empty. */
    public record Answer(int status, String entityTag, String link, String body) {
        public JsonObject json() {
            return new JsonObject(body);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final URI base;
    private final String token;

    public Wire(GatewayUnderTest.Tenant tenant, int connections) {
        this.base = tenant.base();
        this.token = tenant.token();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(connections));
    }

    public Future<Answer> send(String method, String path, String body) {
        return send(method, path, Map.of(), Buffer.buffer(body));
    }

    /** @param path in the request line as it is, below the base */
    public Future<Answer> send(String method, String path, Map<String, String> headers, Buffer body) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setHost(base.getHost())
                .setPort(base.getPort())
                .setURI(base.getPath() + path)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/scim+json");
        headers.forEach(request::putHeader);
        return client.request(request)
                // The body is asked for on the event loop, in the moment that the head is there: later some of it may
                // have passed unheard.
                .compose(sent -> (body.length() == 0 ? sent.send() : sent.send(body))
                        .compose(answer -> answer.body()
                                .map(bytes -> new Answer(
                                        answer.statusCode(),
                                        Objects.requireNonNullElse(answer.getHeader("ETag"), ""),
                                        Objects.requireNonNullElse(answer.getHeader("Link"), ""),
                                        bytes.toString()))));
    }

    /** Waits for the answer: for the quiet parts of a test. */
    public Answer call(String method, String path, String body) throws Exception {
        return send(method, path, body)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
