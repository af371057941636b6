package io.sluice.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Look-ups by id at a fixed rate that does not wait for answers. Each is timed from the moment at which it was due, so that what a slow server
 * delays counts in full. Prints the rate, percentiles in milliseconds and how many went wrong.
 *
 * <p>Arguments: URL of the gateway, file of user ids, requests a second, seconds. Environment: TOKEN.
 */
public final class LookUpsAtRate {
    private static final long TICK_NANOS = 1_000_000;
    private static final int CONNECTIONS = 64;
    private static final int WAIT_SECONDS = 20;
    private static final int WARM_SECONDS = 15;

    private LookUpsAtRate() {}

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(arguments[0]);
        List<String> ids = Files.readAllLines(Path.of(arguments[1]));
        int rate = Integer.parseInt(arguments[2]);
        int total = rate * Integer.parseInt(arguments[3]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost(url.getHost()).setDefaultPort(url.getPort()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        // The first seconds open connections and compile code, for which there may be no other processor.
        run(vertx, client, ids, rate, WARM_SECONDS * rate);
        Result result = run(vertx, client, ids, rate, total);
        System.out.printf(
                "rate %d/s sent %d p50 %.2f p90 %.2f p99 %.2f p99.9 %.2f max %.2f failed %d%n",
                rate,
                total,
                result.milliseconds(0.5),
                result.milliseconds(0.9),
                result.milliseconds(0.99),
                result.milliseconds(0.999),
                result.milliseconds(1),
                result.failed());
        vertx.close().await();
    }

    private record Result(long[] nanos, int failed) {
        double milliseconds(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1L, (long) (quantile * nanos.length))] / 1e6;
        }
    }

    private static Result run(Vertx vertx, HttpClient client, List<String> ids, int rate, int total)
            throws InterruptedException {
        long[] nanos = new long[total];
        // What is never answered took at least this long.
        Arrays.fill(nanos, TimeUnit.SECONDS.toNanos(WAIT_SECONDS));
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(total);
        SplittableRandom random = new SplittableRandom(4711);
        String token = "Bearer " + System.getenv("TOKEN");
        long begin = System.nanoTime();
        for (int sent = 0; sent < total; ) {
            long due = begin + (long) (sent * 1e9 / rate);
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(Math.min(early, TICK_NANOS));
                continue;
            }
            int number = sent;
            RequestOptions request = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setURI("/scim/v2/Users/" + ids.get(random.nextInt(ids.size())) + "?excludedAttributes=groups")
                    .putHeader("Authorization", token);
            vertx.runOnContext(go -> client.request(request)
                    .compose(ready -> ready.send())
                    .compose(answer -> answer.body().map(body -> answer.statusCode()))
                    .onComplete(done -> {
                        nanos[number] = System.nanoTime() - due;
                        if (done.failed() || done.result() != 200) {
                            failed.incrementAndGet();
                        }
                        open.countDown();
                    }));
            sent++;
        }
        if (!open.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            failed.addAndGet((int) open.getCount());
        }
        Arrays.sort(nanos);
        return new Result(nanos, failed.get());
    }
}
