package io.sluice.observe;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets the {@code traceparent} of a request be read, which is digits alone, and no {@code tracestate}, into which callers write what they like. */
enum TraceParent implements TextMapGetter<MultiMap> {
    HEADER;

    private static final String NAME = "traceparent";

    @Override
    public Iterable<String> keys(MultiMap headers) {
        return List.of(NAME);
    }

    @Override
    public @Nullable String get(@Nullable MultiMap headers, String name) {
        return headers != null && name.equals(NAME) ? headers.get(NAME) : null;
    }
}
