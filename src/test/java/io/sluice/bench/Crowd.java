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

/** Connections that only hold on: each says its first words, then a byte a second or nothing, and comes back when it is closed. */
final class Crowd {
    /** Addresses of the loopback network, so that the ports of one do not run out. */
    private static final int ADDRESSES = 8;

    private final InetSocketAddress server;
    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final List<Long> lives = new ArrayList<>();
    private int refused;

    Crowd(InetSocketAddress server) throws IOException {
        this.server = server;
        this.selector = Selector.open();
    }

    /** @param trickles whether a byte follows every second */
    void join(int count, byte[] words, boolean trickles) throws IOException {
        for (int i = 0; i < count; i++) {
            Member member = new Member(words, trickles);
            members.add(member);
            member.connect();
        }
    }

    void stay(Duration length) throws IOException {
        long end = System.nanoTime() + length.toNanos();
        long nextByte = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < end) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Member) key.attachment()).hear();
            }
            selector.selectedKeys().clear();
            if (System.nanoTime() - nextByte >= 0) {
                nextByte += TimeUnit.SECONDS.toNanos(1);
                for (Member member : members) {
                    member.trickle();
                }
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
