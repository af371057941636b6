package io.sluice.bulk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Does one thing after another, however many: neither the stack nor a chain of futures grows with their number. */
final class InTurn<T, R> {
    private final Iterator<T> items;
    private final Function<T, Future<R>> step;
    private final List<R> results = new ArrayList<>();
    private final Promise<List<R>> promise = Promise.promise();

    private InTurn(List<T> items, Function<T, Future<R>> step) {
        this.items = items.iterator();
        this.step = step;
    }

    /** The results in order; the first failure ends it. */
    static <T, R> Future<List<R>> each(List<T> items, Function<T, Future<R>> step) {
        InTurn<T, R> turns = new InTurn<>(items, step);
        turns.next();
        return turns.promise.future();
    }

    private void next() {
        while (items.hasNext()) {
            T item = items.next();
            Future<R> result = Future.succeededFuture(item).compose(step);
            if (!result.isComplete()) {
                result.onSuccess(done -> {
                            results.add(done);
                            next();
                        })
                        .onFailure(promise::fail);
                return;
            }
            if (result.failed()) {
                promise.fail(result.cause());
                return;
            }
            results.add(result.result());
        }
        promise.complete(results);
    }
}
