package io.sluice.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** The meters of this process in Micrometer: those that the rooms report, and of Vert.x and the JVM those that {@link Meter} lists. */
public final class Instruments implements Meters, AutoCloseable {
    /** From a cached look-up to the deadline of a request. Fixed buckets add up over instances; percentiles do not. */
    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final int TENANTS = 100;

    private record Series(Meter meter, List<String> labels) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Series, List<DoubleSupplier>> gauges = new ConcurrentHashMap<>();
    private final Set<String> tenants = ConcurrentHashMap.newKeySet();

    public Instruments() {
        Set<String> listed = ListedNames.micrometer();
        registry.config().meterFilter(MeterFilter.denyUnless(id -> listed.contains(id.getName())));
    }

    /** A Vert.x that reports here, on the native transport of the platform where there is one. */
    public Vertx vertx(VertxOptions options) {
        return builder(options).build();
    }

    /** The same, whose requests are traced. */
    public Vertx vertx(VertxOptions options, Traces traces) {
        return builder(options).withTracer(traces.factory()).build();
    }

    private VertxBuilder builder(VertxOptions options) {
        return Vertx.builder().with(vertxOptions(options)).withMetrics(new MicrometerMetricsFactory(registry));
    }

    @Override
    public void add(Meter meter, long amount, String... labels) {
        counters.computeIfAbsent(series(meter, labels), this::counter).increment(amount);
    }

    @Override
    public void time(Meter meter, long nanos, String... labels) {
        timers.computeIfAbsent(series(meter, labels), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void watch(Meter meter, DoubleSupplier value, String... labels) {
        gauges.computeIfAbsent(series(meter, labels), this::gauge).add(value);
    }

    @Override
    public void close() {
        registry.close();
    }

    /** In the text format of Prometheus. Its cost grows with the number of meters: not for an event loop. */
    String scrape() {
        return registry.scrape();
    }

    private Series series(Meter meter, String... labels) {
        int tenant = meter.labels().indexOf(Meter.TENANT);
        if (tenant < 0) {
            return new Series(meter, List.of(labels));
        }
        List<String> capped = new ArrayList<>(List.of(labels));
        capped.set(tenant, tenant(labels[tenant]));
        return new Series(meter, capped);
    }

    /** The first to come keep their names: which tenants are shown never changes in a process, so sums over time stay true. */
    private String tenant(String name) {
        if (tenants.contains(name)) {
            return name;
        }
        synchronized (tenants) {
            return tenants.size() < TENANTS && tenants.add(name) ? name : "other";
        }
    }

    private Counter counter(Series series) {
        return Counter.builder(ListedNames.micrometer(series.meter))
                .tags(tags(series))
                .description(series.meter.meaning())
                .register(registry);
    }

    private Timer timer(Series series) {
        return Timer.builder(ListedNames.micrometer(series.meter))
                .tags(tags(series))
                .description(series.meter.meaning())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private List<DoubleSupplier> gauge(Series series) {
        List<DoubleSupplier> watched = new CopyOnWriteArrayList<>();
        Gauge.builder(ListedNames.micrometer(series.meter), watched, Instruments::sum)
                .tags(tags(series))
                .description(series.meter.meaning())
                .register(registry);
        return watched;
    }

    private static double sum(List<DoubleSupplier> watched) {
        return watched.stream().mapToDouble(DoubleSupplier::getAsDouble).sum();
    }

    private static Tags tags(Series series) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < series.labels.size(); i++) {
            tags.add(Tag.of(series.meter.labels().get(i), series.labels.get(i)));
        }
        return Tags.of(tags);
    }

    private static VertxOptions vertxOptions(VertxOptions options) {
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setJvmMetricsEnabled(true)
                .setLabels(Set.of(Label.POOL_TYPE, Label.POOL_NAME));
        Set.of(
                        // Of each request it would make meters anew that are not shown.
                        MetricsDomain.HTTP_SERVER,
                        MetricsDomain.HTTP_CLIENT,
                        MetricsDomain.NET_SERVER,
                        MetricsDomain.NET_CLIENT,
                        MetricsDomain.DATAGRAM_SOCKET,
                        MetricsDomain.EVENT_BUS,
                        MetricsDomain.VERTICLES)
                .forEach(metrics::addDisabledMetricsCategory);
        return new VertxOptions(options).setPreferNativeTransport(true).setMetricsOptions(metrics);
    }
}
