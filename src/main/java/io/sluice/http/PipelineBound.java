package io.sluice.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Ends a connection on which more requests wait for their answers than a client has reason to send ahead. They are answered one by one and nothing
 * more is read meanwhile, but what one read brought in is taken apart at once: some thousand requests of a line each, a hundred times
 * their bytes in memory, before anybody has asked whose they are.
 */
final class PipelineBound extends ChannelDuplexHandler {
    /** Far above what proxies and load generators send. */
    static final int MOST = 128;

    private int unanswered;
    private boolean over;

    private PipelineBound() {}

    /** Before the first byte is read. */
    static void watch(HttpConnection connection) {
        ChannelHandlerContext server = ((HttpServerConnection) connection).channelHandlerContext();
        server.pipeline().addBefore(server.name(), PipelineBound.class.getSimpleName(), new PipelineBound());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!over && message instanceof HttpRequest && ++unanswered > MOST) {
            over = true;
            context.close();
        }
        if (over) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            unanswered--;
        }
        context.write(message, promise);
    }

    /** Such as 100 Continue: the answer itself is still to come. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
