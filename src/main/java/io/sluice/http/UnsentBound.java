package io.sluice.http;

import io.netty.channel.epoll.EpollChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Bounds what the operating system holds of an answer that its reader has not asked for yet. Left alone it takes megabytes for each connection:
 * many slow readers of long pages would have all of that read from the database at once, beside everybody else's requests. What is on its
 * way to the reader does not count, so that a distant one is as fast as ever. Linux only; elsewhere nothing is bounded.
 */
final class UnsentBound {
    /** More than is written between two looks of the event loop. */
    private static final long BYTES = 65_536;

    private UnsentBound() {}

    static void set(HttpConnection connection) {
        ((HttpServerConnection) connection)
                .channelHandlerContext()
                .channel()
                .config()
                .setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, BYTES);
    }
}
