package io.sluice.http;

import io.vertx.core.http.HttpServerRequest;

/** A body that goes on arriving after its request was refused, and is dropped: only for a while, or it would hold the connection for ever. */
final class UnreadBody implements Deadlines.Watched {
    private final HttpServerRequest request;
    private final Deadlines deadlines;
    private final long deadline;

    private UnreadBody(HttpServerRequest request, Deadlines deadlines) {
        this.request = request;
        this.deadlines = deadlines;
        this.deadline = System.nanoTime() + deadlines.timeouts().transferNanos(0);
    }

    static void drop(HttpServerRequest request, Deadlines deadlines) {
        UnreadBody rest = new UnreadBody(request, deadlines);
        deadlines.watch(rest);
        request.exceptionHandler(gone -> deadlines.forget(rest)).endHandler(end -> deadlines.forget(rest));
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void late() {
        Cut.afterAnswers(request.connection(), deadlines);
    }
}
