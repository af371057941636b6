package io.sluice.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that ask for a large page and read a kilobyte of it a second. Prints a line when all have their first bytes, and how often one
 * was cut off; those come again.
 *
 * <p>Arguments: URL of the gateway, how many, seconds. Environment: TOKEN.
 */
public final class SlowReaders {
    private static final int KILOBYTE = 1_024;

    private SlowReaders() {}

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(arguments[0]);
        int readers = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        List<SocketChannel> open = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            open.add(ask(url));
        }
        for (SocketChannel socket : open) {
            socket.read(ByteBuffer.allocate(KILOBYTE));
            socket.configureBlocking(false);
        }
        System.out.println(readers + " readers have begun");
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int cut = 0;
        while (System.nanoTime() < end) {
            Thread.sleep(1_000);
            for (int i = 0; i < readers; i++) {
                if (isCut(open.get(i))) {
                    cut++;
                    open.set(i, ask(url));
                    open.get(i).configureBlocking(false);
                }
            }
        }
        System.out.println(cut + " times one of " + readers + " readers was cut off and came again");
        for (SocketChannel socket : open) {
            socket.close();
        }
    }

    private static SocketChannel ask(URI url) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 4 * KILOBYTE);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.write(StandardCharsets.US_ASCII.encode(
                "GET /scim/v2/Users?count=10000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + System.getenv("TOKEN")
                        + "\r\n\r\n"));
        return socket;
    }

    /** Whoever reads so slowly gets no further part after a while. */
    private static boolean isCut(SocketChannel socket) throws IOException {
        try {
            if (socket.read(ByteBuffer.allocate(KILOBYTE)) >= 0) {
                return false;
            }
        } catch (IOException reset) {
            // The same.
        }
        socket.close();
        return true;
    }
}
