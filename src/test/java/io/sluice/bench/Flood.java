package io.sluice.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Requests at a fixed rate over plain sockets, however slow or unwilling the server is, each timed from the moment at which it was to be sent. One
 * thread and few copies: it must not take the machine away from the server, which runs beside it.
 */
final class Flood {
    private static final int ANSWER = 65_536;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final int connections;
    private final Supplier<byte[]> next;

    /** @param next the whole next request, byte by byte */
    Flood(InetSocketAddress server, int connections, Supplier<byte[]> next) {
        this.server = server;
        this.connections = connections;
        this.next = next;
    }

    /** @param perSecond more than the server can do makes a closed loop of as many clients as there are connections */
    Tally run(double perSecond, Duration length) throws IOException {
        Tally tally = new Tally();
        try (Selector selector = Selector.open()) {
            ArrayDeque<Client> idle = new ArrayDeque<>();
            for (int i = 0; i < connections; i++) {
                idle.add(new Client(selector, tally));
            }
            long start = System.nanoTime();
            long end = start + length.toNanos();
            double gap = 1e9 / perSecond;
            long sent = 0;
            for (long now = start; now < end; now = System.nanoTime()) {
                while (!idle.isEmpty() && start + (long) (sent * gap) <= now) {
                    idle.poll().send(start + (long) (sent * gap), next.get());
                    sent++;
                }
                // At least a millisecond: whoever turns in circles takes the processor from the server.
                long due = start + (long) (sent * gap);
                selector.select(idle.isEmpty() ? 100 : Math.max(1, (due - System.nanoTime()) / 1_000_000));
                for (SelectionKey key : selector.selectedKeys()) {
                    Client client = (Client) key.attachment();
                    if (client.receive()) {
                        idle.add(client);
                    }
                }
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
        return tally;
    }

    private final class Client {
        private final Selector selector;
        private final Tally tally;
        private final ByteBuffer in = ByteBuffer.allocate(ANSWER);
        private SocketChannel channel;
        private long intended;

        Client(Selector selector, Tally tally) throws IOException {
            this.selector = selector;
            this.tally = tally;
            this.channel = connect();
        }

        private SocketChannel connect() throws IOException {
            SocketChannel connected = SocketChannel.open(server);
            connected.socket().setTcpNoDelay(true);
            connected.configureBlocking(false);
            connected.register(selector, SelectionKey.OP_READ, this);
            return connected;
        }

        void send(long due, byte[] request) throws IOException {
            intended = due;
            ByteBuffer out = ByteBuffer.wrap(request);
            try {
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            } catch (IOException closed) {
                // The selector tells of it next.
            }
        }

        /** Whether the answer is whole, or will never be. */
        boolean receive() throws IOException {
            int read;
            try {
                read = channel.read(in);
            } catch (IOException reset) {
                read = -1;
            }
            if (read < 0) {
                tally.broken();
                channel.close();
                channel = connect();
                in.clear();
                return true;
            }
            int head = endOfHead();
            if (head < 0) {
                return false;
            }
            String text = new String(in.array(), 0, head, StandardCharsets.US_ASCII);
            int status = Integer.parseInt(text.substring(9, 12));
            if (in.position() < head + length(text)) {
                return false;
            }
            tally.answer(status, System.nanoTime() - intended, status < 400 || isRefusal(text, status, head));
            in.clear();
            return true;
        }

        private int endOfHead() {
            byte[] bytes = in.array();
            for (int i = 0; i <= in.position() - END_OF_HEAD.length; i++) {
                if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                    return i + END_OF_HEAD.length;
                }
            }
            return -1;
        }

        private static int length(String head) {
            int at = head.indexOf("content-length: ");
            return at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        }

        /** A SCIM Error of the right status that says when to come again. */
        private boolean isRefusal(String head, int status, int begin) {
            String body = new String(in.array(), begin, in.position() - begin, StandardCharsets.UTF_8);
            return head.contains("retry-after: ")
                    && head.contains("application/scim+json")
                    && body.contains("\"urn:ietf:params:scim:api:messages:2.0:Error\"")
                    && body.contains("\"status\":\"" + status + "\"");
        }
    }
}
