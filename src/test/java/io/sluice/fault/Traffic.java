package io.sluice.fault;

import io.sluice.GatewayUnderTest.Tenant;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Requests at a steady pace, whether or not those before are answered: users are created and looked up in turns. Each is sent once. */
final class Traffic implements AutoCloseable {
    private static final Duration LOST = Duration.ofSeconds(25);
    private static final String USER =
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\"}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Tenant tenant;
    private final long pauseNanos;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Void>> sent = new ConcurrentLinkedQueue<>();
    private final Thread sender;
    private volatile boolean over;

    private Traffic(Tenant tenant, int perSecond) {
        this.tenant = tenant;
        this.pauseNanos = 1_000_000_000L / perSecond;
        this.sender = Thread.ofPlatform().name("traffic").start(this::send);
    }

    static Traffic start(Tenant tenant, int perSecond) {
        return new Traffic(tenant, perSecond);
    }

    /** Sends nothing more, waits for what is under way, and tells everything. */
    List<Answer> end() throws InterruptedException {
        over = true;
        sender.join();
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        return List.copyOf(answers);
    }

    /** So far. */
    List<Answer> answers() {
        return List.copyOf(answers);
    }

    @Override
    public void close() throws InterruptedException {
        end();
        client.close();
    }

    private void send() {
        long next = System.nanoTime();
        for (boolean creates = true; !over; creates = !creates) {
            one(creates);
            next += pauseNanos;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void one(boolean creates) {
        String name = UUID.randomUUID().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        tenant.base() + "/Users" + (creates ? "" : "?filter=userName%20eq%20%22" + name + "%22")))
                .timeout(LOST)
                .header("Authorization", "Bearer " + tenant.token());
        if (creates) {
            request.header("Content-Type", "application/scim+json").POST(BodyPublishers.ofString(USER.formatted(name)));
        }
        long at = System.nanoTime();
        sent.add(client.sendAsync(request.build(), BodyHandlers.ofString())
                .handle((response, failure) -> answer(creates, at, response, failure))
                .thenAccept(answers::add));
    }

    private static Answer answer(
            boolean creates, long at, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - at);
        if (response == null) {
            return new Answer(creates, at, took, 0, false, "", String.valueOf(failure));
        }
        int status = response.statusCode();
        String id = status == 201 ? new JsonObject(response.body()).getString("id") : "";
        boolean retryAfter = response.headers().firstValue("Retry-After").isPresent();
        return new Answer(creates, at, took, status, retryAfter, id, status < 300 ? "" : response.body());
    }
}
