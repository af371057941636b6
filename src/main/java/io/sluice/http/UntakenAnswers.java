package io.sluice.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Lets the next request of a connection wait until its client has taken the answers before: else, who only asks fills the memory with answers. */
final class UntakenAnswers implements Handler<HttpServerRequest> {
    private final Deadlines deadlines;
    private final Handler<HttpServerRequest> next;

    UntakenAnswers(Deadlines deadlines, Handler<HttpServerRequest> next) {
        this.deadlines = deadlines;
        this.next = next;
    }

    @Override
    public void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.writeQueueFull()) {
            request.pause();
            Wait wait = new Wait(request);
            deadlines.watch(wait);
            response.drainHandler(taken -> wait.over()).closeHandler(gone -> deadlines.forget(wait));
        } else {
            next.handle(request);
        }
    }

    private final class Wait implements Deadlines.Watched {
        private final HttpServerRequest request;
        private final long deadline = System.nanoTime() + deadlines.timeouts().transferNanos(0);

        Wait(HttpServerRequest request) {
            this.request = request;
        }

        void over() {
            deadlines.forget(this);
            request.response().drainHandler(null).closeHandler(null);
            next.handle(request);
            request.resume();
        }

        @Override
        public long deadline() {
            return deadline;
        }

        @Override
        public void late() {
            Cut.now(request.connection());
        }
    }
}
