package io.sluice.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Those who are reading a long answer from one event loop. What one holds in memory is the chunk that its socket has not taken, and the one after
 * it while they are few. So the chunks of few are large, which is fast, and those of many small: together they hold about as much.
 */
final class Readers {
    /**
     * Bytes, about, that are put together at a time: the event loop has others to serve, and in a heap of a hundred megabytes G1 keeps larger
     * arrays apart, which costs it a collection for every few of them.
     */
    static final int PIECE = 256 << 10;

    private static final int TOGETHER = 1 << 20;

    /** A statement for less would cost more than what it reads. */
    private static final int LEAST = 24 << 10;

    /** Of larger ones a statement's plan is no smaller part. */
    private static final int MOST = 640 << 10;

    private static final int FEW = 2;

    private final Deadlines deadlines;
    private final LongSupplier served;
    private int reading;

    /** @param served how many requests the event loop has begun with */
    Readers(Deadlines deadlines, LongSupplier served) {
        this.deadlines = deadlines;
        this.served = served;
    }

    /** Grows when others are served. */
    long served() {
        return served.getAsLong();
    }

    /** Writes {@code first}, then all that {@code next} has, as a {@link ChunkedAnswer} does. */
    Future<Void> send(HttpServerRequest request, Buffer first, Supplier<Future<Optional<Buffer>>> next) {
        // Else a chunk would be fetched on top of one that waits.
        request.response().setWriteQueueMaxSize(LEAST);
        reading++;
        return new ChunkedAnswer(request, deadlines, next).send(first).onComplete(ended -> reading--);
    }

    /** Whether each may hold a second chunk. */
    boolean areFew() {
        return reading <= FEW;
    }

    /** About how many bytes the next chunk of each may have. */
    int share() {
        return Math.clamp(TOGETHER / Math.max(reading, 1), LEAST, MOST);
    }
}
