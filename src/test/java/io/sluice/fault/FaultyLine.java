package io.sluice.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP line to a server on this machine with a fault that can be switched on and off. */
final class FaultyLine implements AutoCloseable {
    private static final long LATENCY_NANOS = 500_000_000;
    private static final int DROPPED_ONE_IN = 40;
    private static final int LONGEST_PIECE = 16_384;
    private static final int PIECES = 1_024;

    private final ServerSocket door;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong replies = new AtomicLong();
    private volatile Fault fault = Fault.NONE;

    /** An empty piece is the end. */
    private record Piece(byte[] bytes, long at) {}

    private FaultyLine(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    static FaultyLine to(int port) throws IOException {
        FaultyLine line = new FaultyLine(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(line::accept);
        return line;
    }

    int port() {
        return door.getLocalPort();
    }

    void become(Fault next) {
        fault = next;
        if (next == Fault.RESET || next == Fault.HALF_CLOSE) {
            connections.forEach(connection -> connection.begin(next));
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        connections.forEach(Connection::reset);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Connection connection = new Connection(door.accept());
                connections.add(connection);
                connection.begin(fault);
            } catch (IOException closed) {
                // Of the door, or the server does not listen: the client sees its connection end.
            }
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean lost;

        Connection(Socket client) throws IOException {
            this.client = client;
            client.setTcpNoDelay(true);
            try {
                this.server = new Socket(InetAddress.getLoopbackAddress(), target);
                server.setTcpNoDelay(true);
            } catch (IOException refused) {
                client.setSoLinger(true, 0);
                client.close();
                throw refused;
            }
            pump(client, server, false);
            pump(server, client, true);
        }

        void begin(Fault next) {
            try {
                if (next == Fault.RESET) {
                    reset();
                } else if (next == Fault.HALF_CLOSE) {
                    lost = true;
                    client.shutdownOutput();
                }
            } catch (IOException ended) {
                reset();
            }
        }

        void reset() {
            connections.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException already) {
                    // Closed is what it should be.
                }
            }
        }

        private void pump(Socket from, Socket to, boolean reply) {
            BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(PIECES);
            Thread.ofVirtual().start(() -> read(from, pieces));
            Thread.ofVirtual().start(() -> write(to, pieces, reply));
        }

        private void read(Socket from, BlockingQueue<Piece> pieces) {
            byte[] buffer = new byte[LONGEST_PIECE];
            try {
                for (int length = from.getInputStream().read(buffer);
                        length > 0;
                        length = from.getInputStream().read(buffer)) {
                    pieces.put(new Piece(Arrays.copyOf(buffer, length), System.nanoTime()));
                }
                pieces.put(new Piece(new byte[0], System.nanoTime()));
            } catch (IOException | InterruptedException ended) {
                reset();
            }
        }

        private void write(Socket to, BlockingQueue<Piece> pieces, boolean reply) {
            try {
                for (Piece piece = pieces.take(); piece.bytes.length > 0; piece = pieces.take()) {
                    pass(piece, to, reply);
                }
                to.shutdownOutput();
            } catch (IOException | InterruptedException ended) {
                reset();
            }
        }

        private void pass(Piece piece, Socket to, boolean reply) throws IOException, InterruptedException {
            while (fault == Fault.FREEZE) {
                Thread.sleep(10);
            }
            Fault now = fault;
            if (now == Fault.LATENCY && reply) {
                Thread.sleep(Math.max(0, (piece.at + LATENCY_NANOS - System.nanoTime()) / 1_000_000));
            }
            lost |= now == Fault.BLACK_HOLE;
            if (lost) {
                return;
            }
            if (now == Fault.DROPPED_REPLY && reply && replies.incrementAndGet() % DROPPED_ONE_IN == 0) {
                reset();
            } else if (now == Fault.ONE_BYTE) {
                for (byte one : piece.bytes) {
                    to.getOutputStream().write(one);
                }
            } else {
                to.getOutputStream().write(piece.bytes);
            }
        }
    }
}
