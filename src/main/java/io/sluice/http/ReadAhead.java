package io.sluice.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The parts of a long answer, of which the next is asked for before the one at hand is written: database and gateway work at the same time. One
 * part ahead and no more, and only while few read. For one reader, on its event loop.
 *
 * @param <T> a part
 */
final class ReadAhead<T> {
    private final BooleanSupplier more;
    private final Supplier<Future<T>> parts;
    private final BooleanSupplier few;
    private Optional<Future<T>> ahead = Optional.empty();

    /**
     * @param more whether anything follows the last part that {@code parts} gave
     * @param parts asks for it; not asked again before it is there
     */
    ReadAhead(BooleanSupplier more, Supplier<Future<T>> parts, BooleanSupplier few) {
        this.more = more;
        this.parts = parts;
        this.few = few;
    }

    boolean hasNext() {
        return ahead.isPresent() || more.getAsBoolean();
    }

    /** Not to be asked again before it is there. */
    Future<T> next() {
        Future<T> part = ahead.orElseGet(parts);
        ahead = Optional.empty();
        return part.compose(found -> {
            if (!few.getAsBoolean() || !more.getAsBoolean()) {
                return Future.succeededFuture(found);
            }
            ahead = Optional.of(parts.get());
            return afterSending(found);
        });
    }

    /** What is asked for while an answer of the database is handled is sent when that is done; so what takes long comes later. */
    private static <T> Future<T> afterSending(T found) {
        Context context = Vertx.currentContext();
        Promise<T> later = Promise.promise();
        context.runOnContext(now -> later.complete(found));
        return later.future();
    }
}
