package io.sluice.observe;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sluice.config.TracingConfig;
import io.vertx.core.spi.VertxTracerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Spans on their way to a collector. They leave in batches on a thread of their own, and what does not fit the queue is dropped: a collector
 * that is slow or down costs traces and nothing else.
 */
public final class Traces implements AutoCloseable {
    private static final int QUEUE = 8_192;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SEND = Duration.ofSeconds(5);

    /** For what is left at the end of the process. */
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final SdkTracerProvider provider;

    private Traces(SdkTracerProvider provider) {
        this.provider = provider;
    }

    public static Traces to(TracingConfig config, String version) {
        SpanSender sender = new SpanSender(OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString())
                .setConnectTimeout(CONNECT)
                .setTimeout(SEND)
                // What is sent again holds up what is new, and the queue is short.
                .setRetryPolicy(null)
                .build());
        Resource process = Resource.getDefault()
                .merge(Resource.create(Attributes.builder()
                        .put("service.name", config.service())
                        .put("service.version", version)
                        .build()));
        return new Traces(SdkTracerProvider.builder()
                .setResource(process)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.share())))
                .addSpanProcessor(BatchSpanProcessor.builder(sender)
                        .setMaxQueueSize(QUEUE)
                        .setScheduleDelay(DELAY)
                        .setExporterTimeout(SEND)
                        .build())
                .build());
    }

    VertxTracerFactory factory() {
        return options -> new RequestTracer(provider.get("io.sluice"));
    }

    /** Sends what is left, as far as the collector takes it in a moment. */
    @Override
    public void close() {
        provider.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    }
}
