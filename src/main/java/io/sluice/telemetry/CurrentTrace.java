package io.sluice.telemetry;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of the request that the running code works for, where requests are traced. Kept like {@link CurrentRequest}, but begun by
 * whoever traces, before any room has seen the request; so this is where the rooms say what it turned out to be.
 */
public final class CurrentTrace implements VertxServiceProvider {
    private static final ContextLocal<Traced> TRACED = ContextLocal.registerLocal(Traced.class);

    /** One request in its trace. */
    public interface Traced {
        /** Of the trace, in hexadecimal digits. */
        String id();

        /** @param template of its path: a word of a closed set, without what a client chose */
        void goesTo(String template);
    }

    @Override
    public void init(VertxBootstrap builder) {
        // Loading the class has reserved the place.
    }

    /** @param context of the request */
    public static void begin(Context context, Traced request) {
        context.putLocal(TRACED, AccessMode.CONCURRENT, request);
    }

    /** @param context of whoever works for the request */
    public static Optional<Traced> of(@Nullable Context context) {
        return context == null
                ? Optional.empty()
                : Optional.ofNullable(context.getLocal(TRACED, AccessMode.CONCURRENT));
    }

    /** Says so of the request at hand, where it is traced. */
    public static void goesTo(String template) {
        of(Vertx.currentContext()).ifPresent(request -> request.goesTo(template));
    }

    /** Empty where the request at hand is not traced. */
    public static String id() {
        return of(Vertx.currentContext()).map(Traced::id).orElse("");
    }
}
