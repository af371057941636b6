package io.sluice.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connections that only hold on: each says its first words, then a byte a second or nothing, and comes back when it is closed. */
final class Crowd {
    /** Addresses of the loopback network, so that the ports of one do not run out. */
    private static final int ADDRESSES = 8;

    /** So that all have come after about fifteen seconds, before the first is sent away. */
    private static final long GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(1_400);

    private static final int TURNS_A_SECOND = 50;

    private final InetSocketAddress server;
    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final List<Long> lives = new ArrayList<>();
    private int refused;

    Crowd(InetSocketAddress server) throws IOException {
        this.server = server;
        this.selector = Selector.open();
    }

    /**
     * One after the other, as clients come that have nothing to do with each other.
     *
     * @param trickles whether a byte follows every second
     */
    void join(int count, byte[] words, boolean trickles) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(begin + i * GAP_NANOS - System.nanoTime());
            Member member = new Member(words, trickles);
            members.add(member);
            member.connect();
        }
    }

    void stay(Duration length) throws IOException {
        long end = System.nanoTime() + length.toNanos();
        long begin = System.nanoTime();
        for (long turn = 0; System.nanoTime() < end; turn++) {
            long due = begin + turn * TimeUnit.SECONDS.toNanos(1) / TURNS_A_SECOND;
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime())));
            for (SelectionKey key : selector.selectedKeys()) {
                ((Member) key.attachment()).hear();
            }
            selector.selectedKeys().clear();
            for (int i = (int) (turn % TURNS_A_SECOND); i < members.size(); i += TURNS_A_SECOND) {
                members.get(i).trickle();
            }
        }
    }

    /** How many were closed by the server, how long the longest of all lived, those still open included. */
    String report() {
        long now = System.nanoTime();
        double longest = 0;
        for (Member member : members) {
            longest = Math.max(longest, (now - member.since) / 1e9);
        }
        long[] closed = lives.stream().mapToLong(Long::longValue).sorted().toArray();
        return closed.length + " closed by the server; life in s: median "
                + (closed.length == 0 ? 0 : closed[closed.length / 2] / 1e9) + ", longest "
                + (closed.length == 0 ? 0 : Arrays.stream(closed).max().orElseThrow() / 1e9)
                + ", oldest still open " + longest + "; not let in " + refused;
    }

    private final class Member {
        private final byte[] words;
        private final boolean trickles;
        private final ByteBuffer in = ByteBuffer.allocate(1_024);
        private SocketChannel channel;
        private long since;

        Member(byte[] words, boolean trickles) {
            this.words = words;
            this.trickles = trickles;
        }

        void connect() throws IOException {
            channel = SocketChannel.open();
            channel.bind(new InetSocketAddress("127.0.0." + (2 + members.size() % ADDRESSES), 0));
            channel.connect(server);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            since = System.nanoTime();
            write(words);
        }

        void trickle() {
            if (trickles) {
                write(new byte[] {'a'});
            }
        }

        void hear() throws IOException {
            int read;
            try {
                in.clear();
                read = channel.read(in);
            } catch (IOException reset) {
                read = -1;
            }
            if (read < 0) {
                long life = System.nanoTime() - since;
                lives.add(life);
                if (life < TimeUnit.SECONDS.toNanos(1)) {
                    refused++;
                }
                channel.close();
                connect();
            }
        }

        private void write(byte[] bytes) {
            try {
                channel.write(ByteBuffer.wrap(bytes));
            } catch (IOException closed) {
                // The selector tells of it next.
            }
        }
    }
}
