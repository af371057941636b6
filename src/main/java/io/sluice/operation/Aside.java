package io.sluice.operation;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Where work is done whose cost grows with a request's body: on the event loop if it is small, else on a thread beside it. */
public interface Aside {
    /** For callers that may block. */
    Aside HERE = new Aside() {
        @Override
        public <T> Future<T> run(Callable<T> work) {
            try {
                return Future.succeededFuture(work.call());
            } catch (Exception refused) {
                return Future.failedFuture(refused);
            }
        }
    };

    /** What the work throws fails the result. */
    <T> Future<T> run(Callable<T> work);
}
