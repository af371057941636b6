package io.sluice.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** The meters of this process: HTTP server, database pools and clients, JVM, and whatever rooms register. All labels are from closed sets. */
public final class Meters implements AutoCloseable {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** From a cached look-up to the deadline of a request. */
    private static final double[] RESPONSE_TIME_BUCKETS = Stream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .mapToDouble(milliseconds -> Duration.ofMillis(milliseconds).toNanos())
            .toArray();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public Meters() {
        registry.config()
                // A client may send any word as its method; each would be a time series of its own.
                .meterFilter(
                        MeterFilter.replaceTagValues("method", method -> METHODS.contains(method) ? method : "other"))
                .meterFilter(new ResponseTimeBuckets());
    }

    /** A Vert.x that reports here, on the native transport of the platform where there is one. */
    public Vertx vertx(VertxOptions options) {
        return Vertx.builder()
                .with(vertxOptions(options))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
    }

    public MeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        registry.close();
    }

    /** In the text format of Prometheus. Its cost grows with the number of meters: not for an event loop. */
    String scrape() {
        return registry.scrape();
    }

    private static VertxOptions vertxOptions(VertxOptions options) {
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setJvmMetricsEnabled(true)
                // The local address tells SCIM requests from those for health and metrics.
                .setLabels(Set.of(
                        Label.LOCAL,
                        Label.HTTP_METHOD,
                        Label.HTTP_CODE,
                        Label.HTTP_ROUTE,
                        Label.POOL_TYPE,
                        Label.POOL_NAME,
                        Label.NAMESPACE));
        Set.of(
                        MetricsDomain.HTTP_CLIENT,
                        MetricsDomain.NET_SERVER,
                        MetricsDomain.NET_CLIENT,
                        MetricsDomain.DATAGRAM_SOCKET,
                        MetricsDomain.EVENT_BUS,
                        MetricsDomain.VERTICLES)
                .forEach(metrics::addDisabledMetricsCategory);
        return new VertxOptions(options).setPreferNativeTransport(true).setMetricsOptions(metrics);
    }

    /** Fixed buckets, which add up over instances; the percentiles that a client computes do not. */
    private static final class ResponseTimeBuckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            if (!id.getName().equals("vertx.http.server.response.time")) {
                return config;
            }
            return DistributionStatisticConfig.builder()
                    .serviceLevelObjectives(RESPONSE_TIME_BUCKETS)
                    .build()
                    .merge(config);
        }
    }
}
