package io.sluice.telemetry;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The request that the running code works for: its id, and the time by which its answer must have begun. It is kept in the context that Vert.x
 * makes for each request and carries through every future of it. Vert.x finds this class by its service file, since a place in a context must
 * be reserved before there is a context.
 */
public final class CurrentRequest implements VertxServiceProvider {
    private static final ContextLocal<Known> KNOWN = ContextLocal.registerLocal(Known.class);

    private record Known(String id, String author, long until, boolean answered) {}

    @Override
    public void init(VertxBootstrap builder) {
        // Loading the class has reserved the place.
    }

    /**
     * To be called in the context of a request.
     *
     * @param budget until the head of its answer
     */
    public static void begin(String id, Duration budget) {
        put(new Known(id, "", System.nanoTime() + budget.toNanos(), false));
    }

    /** The head of the answer is out: what is still to come takes its time, as long as the client reads. */
    public static void answers() {
        known().ifPresent(request -> put(new Known(request.id, request.author, request.until, true)));
    }

    /** Whose request it is. */
    public static void comesFrom(String credential) {
        known().ifPresent(request ->
                put(new Known(request.id, credential + " " + request.id, request.until, request.answered)));
    }

    /** Empty outside of a request. */
    public static String id() {
        return known().map(Known::id).orElse("");
    }

    /** The credential and the id of the request, with a blank between; empty where no known client asked. */
    public static String author() {
        return known().map(Known::author).orElse("");
    }

    /**
     * Does work for a request whose author is known, in a context of its own: what others do meanwhile, or the work of others that this waits
     * for, does not count as its. It may take its time.
     */
    public static <T> Future<T> workFor(Vertx vertx, String author, Supplier<Future<T>> work) {
        ContextInternal context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
        String id = author.substring(author.indexOf(' ') + 1);
        context.putLocal(KNOWN, AccessMode.CONCURRENT, new Known(id, author, 0, true));
        Promise<T> promise = Promise.promise();
        context.runOnContext(
                begun -> Future.succeededFuture().compose(ready -> work.get()).onComplete(promise));
        return promise.future();
    }

    /** Goes on in this request, also where another began what is waited for. */
    public static <T> Future<T> here(Future<T> shared) {
        if (context().isEmpty()) {
            return shared;
        }
        Promise<T> promise = promise();
        shared.onComplete(promise);
        return promise.future();
    }

    /** What is promised to this request: whoever keeps it, the request goes on as itself. */
    public static <T> Promise<T> promise() {
        Optional<ContextInternal> context = context();
        return context.isPresent() ? context.get().promise() : Promise.promise();
    }

    /** In which it runs; empty outside of Vert.x. */
    public static Optional<ContextInternal> context() {
        return Optional.ofNullable((ContextInternal) Vertx.currentContext());
    }

    /** Does work for the request of a context when its event loop has done what it has at hand. */
    public static void goOnSoon(Optional<ContextInternal> context, Runnable work) {
        context.ifPresentOrElse(of -> of.runOnContext(nothing -> work.run()), work);
    }

    /** Does work once its event loop has done what it has at hand, and then what has arrived by then. */
    public static void goOnNextTurn(Optional<ContextInternal> context, Runnable work) {
        goOnSoon(
                context,
                () -> context.ifPresentOrElse(
                        // In the same turn it would be due before anything is read.
                        of -> of.nettyEventLoop().schedule(() -> goOnSoon(context, work), 0, TimeUnit.NANOSECONDS),
                        work));
    }

    /** How long one step may take at most: {@code most}, or what is left of the budget where that is less. Perhaps nothing. */
    public static Duration atMost(Duration most) {
        return known().filter(request -> !request.answered)
                .map(request -> Duration.ofNanos(request.until - System.nanoTime()))
                .filter(left -> left.compareTo(most) < 0)
                .orElse(most);
    }

    private static Optional<Known> known() {
        Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(KNOWN, AccessMode.CONCURRENT));
    }

    private static void put(Known request) {
        Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(KNOWN, AccessMode.CONCURRENT, request);
        }
    }
}
