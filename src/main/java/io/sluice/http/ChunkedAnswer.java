package io.sluice.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An answer that never stands whole in memory. A chunk is asked for only when the socket has taken the ones before, so a slow reader holds one
 * chunk and nothing in the database; a reader that leaves ends the work. A failure after the head resets the connection: a part
 * of an answer never looks complete.
 */
final class ChunkedAnswer {
    private final HttpServerResponse response;
    private final Supplier<Future<Optional<Buffer>>> next;

    /** @param next the following chunk, empty after the last; asked again only when the one before was written */
    ChunkedAnswer(HttpServerResponse response, Supplier<Future<Optional<Buffer>>> next) {
        this.response = response;
        this.next = next;
    }

    /** Writes {@code first}, which was fetched before the head, then everything that follows. Head fields are set already. */
    Future<Void> send(Buffer first) {
        response.setChunked(true);
        return written(first).compose(ready -> rest()).recover(this::reset);
    }

    private Future<Void> rest() {
        if (response.closed()) {
            return Future.succeededFuture();
        }
        return next.get()
                .compose(chunk -> chunk.isPresent() ? written(chunk.get()).compose(ready -> rest()) : response.end());
    }

    /** Completes when more may be written, or when nobody reads any more. */
    private Future<Void> written(Buffer chunk) {
        Future<Void> accepted = response.write(chunk);
        if (!response.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> drained = Promise.promise();
        response.drainHandler(room -> drained.tryComplete());
        response.closeHandler(gone -> drained.tryComplete());
        accepted.onFailure(drained::tryFail);
        return drained.future();
    }

    private Future<Void> reset(Throwable failure) {
        response.reset();
        return Future.failedFuture(failure);
    }
}
