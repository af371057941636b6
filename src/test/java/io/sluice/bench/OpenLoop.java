package io.sluice.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sends requests at a fixed rate, however slow the answers are, and times each from the moment at which it was to be sent: a server that stops
 * for a second delays all requests of that second, as it would with clients that know nothing of each other.
 */
final class OpenLoop implements AutoCloseable {
    private static final int CONNECTIONS = 256;

    /** @param kind to tell the requests of a mix apart */
    record Request(String kind, HttpMethod method, String path, String body) {}

    /** Nanoseconds; status 0 where there was no answer. */
    record Sample(String kind, long intended, long latency, int status) {
        boolean failed() {
            return status < 200 || status > 299;
        }
    }

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final HttpClient client;
    private final URI base;
    private final String token;
    private final Thread clock;
    private volatile boolean over;

    /** Starts at once. {@code next} is called for each request by one thread. */
    OpenLoop(URI base, String token, int perSecond, Supplier<Request> next) {
        this.base = base;
        this.token = token;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setConnectTimeout(10_000),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setEventLoopSize(1));
        this.clock = Thread.ofPlatform().daemon().start(() -> run(perSecond, next));
    }

    private void run(int perSecond, Supplier<Request> next) {
        long start = System.nanoTime();
        for (long number = 0; !over; number++) {
            long intended = start + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
            long early = intended - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
            Request request = next.get();
            send(request)
                    .otherwise(0)
                    .onSuccess(status ->
                            samples.add(new Sample(request.kind, intended, System.nanoTime() - intended, status)));
        }
    }

    private Future<Integer> send(Request request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method)
                .setHost(base.getHost())
                .setPort(base.getPort())
                .setURI(base.getPath() + request.path)
                .putHeader("Authorization", "Bearer " + token);
        if (!request.body.isEmpty()) {
            options.putHeader("Content-Type", "application/scim+json");
        }
        return client.request(options)
                .compose(sent -> (request.body.isEmpty() ? sent.send() : sent.send(Buffer.buffer(request.body)))
                        .compose(answer -> answer.end().map(answer.statusCode())));
    }

    /** Those that were to be sent in the time, answered so far. */
    List<Sample> between(long start, long end) {
        return samples.stream()
                .filter(sample -> sample.intended >= start && sample.intended < end)
                .toList();
    }

    /** Milliseconds below which the share of latencies lies; of failures nothing is known but that they are. */
    static double percentile(List<Sample> samples, double share, Predicate<Sample> which) {
        long[] latencies = samples.stream()
                .filter(which.and(sample -> !sample.failed()))
                .mapToLong(Sample::latency)
                .sorted()
                .toArray();
        return latencies.length == 0
                ? Double.NaN
                : latencies[(int) Math.min(latencies.length - 1, Math.floor(latencies.length * share))] / 1e6;
    }

    /** Sends nothing more; answers have two seconds to come. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        clock.join();
        TimeUnit.SECONDS.sleep(2);
        vertx.close().await();
    }
}
