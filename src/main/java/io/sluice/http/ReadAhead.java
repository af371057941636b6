package io.sluice.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The parts of a long answer. Where nobody else is served meanwhile, the next is asked for before the one at hand is written: database and gateway
 * work at the same time. Beside others it is asked for only after as long a pause as the last one took in all, so that half of the time is theirs.
 * For one reader, on its event loop.
 *
 * @param <T> a part
 */
final class ReadAhead<T> {
    /** A part that took longer had to wait itself. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(40);

    /** Times what the database took for a part: to put it together and to send it takes about as long again. */
    private static final long PAUSE = 2;

    private final BooleanSupplier more;
    private final Supplier<Future<T>> parts;
    private final Readers readers;
    private Optional<Future<T>> ahead = Optional.empty();
    private long served;
    private long notBefore = System.nanoTime();

    /**
     * @param more whether anything follows the last part that {@code parts} gave
     * @param parts asks for it; not asked again before it is there
     */
    ReadAhead(BooleanSupplier more, Supplier<Future<T>> parts, Readers readers) {
        this.more = more;
        this.parts = parts;
        this.readers = readers;
        this.served = readers.served();
    }

    boolean hasNext() {
        return ahead.isPresent() || more.getAsBoolean();
    }

    /** Not to be asked again before it is there. */
    Future<T> next() {
        Future<T> part = ahead.orElseGet(this::whenItsTurn);
        ahead = Optional.empty();
        return part.compose(found -> {
            boolean alone = served == readers.served();
            served = readers.served();
            if (!alone || !readers.areFew() || !more.getAsBoolean()) {
                return Future.succeededFuture(found);
            }
            ahead = Optional.of(ask());
            return afterSending(found);
        });
    }

    private Future<T> ask() {
        long asked = System.nanoTime();
        return parts.get().onSuccess(found -> {
            long now = System.nanoTime();
            notBefore = served == readers.served() ? now : now + Math.min(PAUSE * (now - asked), LONGEST_PAUSE);
        });
    }

    private Future<T> whenItsTurn() {
        long millis = TimeUnit.NANOSECONDS.toMillis(notBefore - System.nanoTime());
        return millis <= 0
                ? ask()
                : Vertx.currentContext()
                        .owner()
                        .timer(millis, TimeUnit.MILLISECONDS)
                        .compose(now -> ask());
    }

    /** What is asked for while an answer of the database is handled is sent when that is done; so what takes long comes later. */
    private static <T> Future<T> afterSending(T found) {
        Context context = Vertx.currentContext();
        Promise<T> later = Promise.promise();
        context.runOnContext(now -> later.complete(found));
        return later.future();
    }
}
