package io.sluice.observe;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.sluice.telemetry.CurrentTrace;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Records what Vert.x tells it: a span for each request, in its caller's trace where it names one, and below it one for each statement that is
 * sent in the request's own context. The rest is not recorded: the inner messages of the process, statements for nobody's request, and
 * requests of ours for the keys of issuers, who are told of no trace either.
 */
final class RequestTracer implements VertxTracer<RequestSpan, Span> {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final io.opentelemetry.context.Context ROOT = io.opentelemetry.context.Context.root();

    private final Tracer tracer;

    RequestTracer(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public <R> @Nullable RequestSpan receiveRequest(
            Context context,
            io.vertx.core.spi.tracing.SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            Iterable<Map.Entry<String, String>> headers,
            TagExtractor<R> tags) {
        if (policy == TracingPolicy.IGNORE || !(request instanceof HttpServerRequest received)) {
            return null;
        }
        String sent = received.method().name();
        boolean known = METHODS.contains(sent);
        String name = known ? sent : "HTTP";
        Span span = below(
                        W3CTraceContextPropagator.getInstance().extract(ROOT, received.headers(), TraceParent.HEADER),
                        SpanKind.SERVER,
                        name)
                .setAttribute("http.request.method", known ? sent : "_OTHER")
                .setAttribute("url.scheme", "http")
                .startSpan();
        RequestSpan begun = new RequestSpan(span, name);
        CurrentTrace.begin(context, begun);
        return begun;
    }

    @Override
    public <R> void sendResponse(
            Context context,
            @Nullable R response,
            @Nullable RequestSpan request,
            @Nullable Throwable failure,
            TagExtractor<R> tags) {
        if (request == null) {
            return;
        }
        if (failure == null && response instanceof HttpServerResponse answer) {
            request.end(answer.getStatusCode());
        } else {
            request.breakOff();
        }
    }

    @Override
    public <R> @Nullable Span sendRequest(
            Context context,
            io.vertx.core.spi.tracing.SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            BiConsumer<String, String> headers,
            TagExtractor<R> tags) {
        if (!(CurrentTrace.of(context).orElse(null) instanceof RequestSpan asker)
                || !asker.span().isRecording()) {
            return null;
        }
        String name = StatementName.among(request, tags);
        return name.isEmpty()
                ? null
                : below(ROOT.with(asker.span()), SpanKind.CLIENT, name)
                        .setAttribute("db.system.name", "postgresql")
                        .setAttribute("db.query.summary", name)
                        .startSpan();
    }

    @Override
    public <R> void receiveResponse(
            Context context,
            @Nullable R response,
            @Nullable Span statement,
            @Nullable Throwable failure,
            TagExtractor<R> tags) {
        if (statement == null) {
            return;
        }
        if (failure != null) {
            // Its message may quote values.
            statement
                    .setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", failure.getClass().getSimpleName());
        }
        statement.end();
    }

    private SpanBuilder below(io.opentelemetry.context.Context parent, SpanKind kind, String name) {
        return tracer.spanBuilder(name).setParent(parent).setSpanKind(kind);
    }
}
