package io.sluice.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The end of a connection whose client may take nothing any more. {@link HttpConnection#close()} first writes what is still to be written, so that
 * who does not read decides how long the connection and all of that lasts.
 */
final class Cut implements Deadlines.Watched {
    private final HttpConnection connection;
    private final long deadline;

    private Cut(HttpConnection connection, long deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /** At once: what is not written yet is dropped, here and in the operating system, and the client sees a reset and no proper end. */
    static void now(HttpConnection connection) {
        // The interface has no other end than the patient one, which a close of the channel as a whole would lead to as
        // well. There is no HTTP/2 without TLS, thus none here.
        ChannelHandlerContext handler = ((HttpServerConnection) connection).channelHandlerContext();
        if (handler.channel().isOpen()) {
            handler.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            handler.close();
        }
    }

    /** When the answers that are on their way have been taken, but after the time of a small one in any case. */
    static void afterAnswers(HttpConnection connection, Deadlines deadlines) {
        Cut cut = new Cut(connection, System.nanoTime() + deadlines.timeouts().transferNanos(0));
        deadlines.watch(cut);
        connection.close().onComplete(closed -> deadlines.forget(cut));
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void late() {
        now(connection);
    }
}
