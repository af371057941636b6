package io.sluice.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An answer that never stands whole in memory. A chunk is asked for only when the socket has taken the ones before, so a slow reader holds one
 * chunk, or two where {@code next} reads ahead, and nothing in the database; one that is slower than the least pace, or leaves, ends the
 * work. A failure after the head cuts the connection: a part of an answer never looks complete.
 */
final class ChunkedAnswer {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Deadlines deadlines;
    private final Supplier<Future<Optional<Buffer>>> next;
    private final Promise<Void> done = Promise.promise();
    private long bytes;
    private long waitedNanos;

    /** @param next the following chunk, empty after the last; asked again only when the one before was written */
    ChunkedAnswer(HttpServerRequest request, Deadlines deadlines, Supplier<Future<Optional<Buffer>>> next) {
        this.request = request;
        this.response = request.response();
        this.deadlines = deadlines;
        this.next = next;
    }

    /** Writes {@code first}, which was fetched before the head, then everything that follows. Head fields are set already. */
    Future<Void> send(Buffer first) {
        response.setChunked(true);
        write(first);
        return done.future();
    }

    /** One step after the other, and none that waits for those after it: an answer of any length is remembered by one promise. */
    private void write(Buffer chunk) {
        written(chunk).onComplete(ready -> rest(), this::cut);
    }

    private void rest() {
        if (response.closed()) {
            done.complete();
            return;
        }
        Future.succeededFuture()
                .compose(now -> next.get())
                .onComplete(chunk -> chunk.ifPresentOrElse(this::write, this::end), this::cut);
    }

    /** Completes when more may be written, or when nobody reads any more. */
    private Future<Void> written(Buffer chunk) {
        bytes += chunk.length();
        Future<Void> accepted = response.write(chunk);
        if (!response.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Drain drain = new Drain();
        deadlines.watch(drain);
        response.drainHandler(drained -> drain.over());
        response.closeHandler(gone -> drain.over());
        accepted.onFailure(drain::failed);
        return drain.room.future();
    }

    /** The last chunk, too, has to be taken in time. */
    private void end() {
        Drain drain = new Drain();
        deadlines.watch(drain);
        response.end().onComplete(taken -> drain.over(), drain::failed);
        drain.room.future().onComplete(taken -> done.complete(), this::cut);
    }

    /** A wait for the reader. Only such waits count against its pace: the time between them is ours. */
    private final class Drain implements Deadlines.Watched {
        private final Promise<Void> room = Promise.promise();
        private final long begin = System.nanoTime();

        void over() {
            if (room.tryComplete()) {
                waitedNanos += System.nanoTime() - begin;
                deadlines.forget(this);
            }
        }

        void failed(Throwable failure) {
            if (room.tryFail(failure)) {
                deadlines.forget(this);
            }
        }

        @Override
        public long deadline() {
            return begin + deadlines.timeouts().transferNanos(bytes) - waitedNanos;
        }

        @Override
        public void late() {
            failed(new IOException("the reader is slower than the least pace"));
        }
    }

    private void cut(Throwable failure) {
        Cut.now(request.connection());
        done.fail(failure);
    }
}
