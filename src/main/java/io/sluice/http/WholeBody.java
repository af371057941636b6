package io.sluice.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.HttpException;
import java.util.Arrays;

/**
 * Reads a body into one array, never more than the limit of it and no slower than the least pace. What comes after the limit is dropped as it
 * arrives.
 */
final class WholeBody implements Deadlines.Watched {
    private static final int FIRST = 65_536;

    private final HttpServerRequest request;
    private final Deadlines deadlines;
    private final int limit;
    private final long begin = System.nanoTime();
    private final Promise<byte[]> whole = Promise.promise();
    private byte[] bytes;
    private int length;

    private WholeBody(HttpServerRequest request, Deadlines deadlines, int limit, int expected) {
        this.request = request;
        this.deadlines = deadlines;
        this.limit = limit;
        this.bytes = new byte[expected];
    }

    /** Fails with 413 for a body of more than {@code limit} bytes: at once where it says so itself. */
    static Future<byte[]> read(HttpServerRequest request, Deadlines deadlines, int limit) {
        long declared = declared(request);
        if (declared > limit) {
            return Future.failedFuture(new HttpException(413));
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        WholeBody body =
                new WholeBody(request, deadlines, limit, declared < 0 ? Math.min(FIRST, limit) : (int) declared);
        request.handler(body::add)
                .exceptionHandler(body.whole::tryFail)
                .endHandler(end -> body.whole.tryComplete(
                        body.length == body.bytes.length ? body.bytes : Arrays.copyOf(body.bytes, body.length)));
        deadlines.watch(body);
        return body.whole.future().onComplete(over -> deadlines.forget(body));
    }

    /** The length that the request announces; -1 where it announces none. */
    static long declared(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return header == null ? -1 : Long.parseLong(header);
    }

    @Override
    public long deadline() {
        return begin + deadlines.timeouts().transferNanos(length);
    }

    @Override
    public void late() {
        bytes = new byte[0];
        whole.tryFail(deadlines.timeouts().tooSlow());
        Cut.afterAnswers(request.connection(), deadlines);
    }

    private void add(Buffer chunk) {
        if (whole.future().isComplete()) {
            return;
        }
        if (chunk.length() > limit - length) {
            bytes = new byte[0];
            whole.tryFail(new HttpException(413));
            return;
        }
        if (length + chunk.length() > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, 2L * bytes.length + chunk.length()));
        }
        chunk.getBytes(bytes, length);
        length += chunk.length();
    }
}
