package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.scim.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The body of a request in parts: one array of many megabytes would have to be found room for, again and again while it grows, in a heap that may
 * be as small as ninety. Nor are they the pieces in which it came, which cost many times their bytes where a client sends them one by one.
 */
final class Body {
    /** A longer one would keep other requests of the event loop waiting while it is parsed. */
    private static final int SHORT = 65_536;

    /** In bytes, of a part, or of what came at once where that was more. */
    private static final int PART = 65_536;

    /** A part takes a millisecond or two; one that took longer had to wait itself. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    private final Deque<Buffer> parts = new ArrayDeque<>();
    private int length;

    void add(Buffer piece) {
        Buffer last = parts.peekLast();
        if (last == null || last.length() + piece.length() > PART) {
            parts.add(Buffer.buffer(piece.length()).appendBuffer(piece));
        } else {
            last.appendBuffer(piece);
        }
        length += piece.length();
    }

    /** How many parts it is kept in. */
    int parts() {
        return parts.size();
    }

    /** In bytes, of all that came. */
    int length() {
        return length;
    }

    /** Whether it is parsed where it is. */
    boolean isShort() {
        return length <= SHORT;
    }

    /** All of a short one, as long as it has not been {@link #take taken}. */
    byte[] bytes() {
        Buffer whole = Buffer.buffer(length);
        parts.forEach(whole::appendBuffer);
        return whole.getBytes();
    }

    /** The body as a tree, once: what is read is let go of. Any thread may take it. Fails with 400 invalidSyntax where it is no JSON. */
    JsonNode take() {
        return isShort() ? Json.parse(bytes()) : Json.parse(stream());
    }

    private InputStream stream() {
        return new SequenceInputStream(new Enumeration<>() {
            private long begun = System.nanoTime();

            @Override
            public boolean hasMoreElements() {
                return !parts.isEmpty();
            }

            @Override
            public InputStream nextElement() {
                giveWay();
                return new ByteArrayInputStream(parts.remove().getBytes());
            }

            /** A part is followed by as long a pause as it took, so that half of the processor is left to what is short. */
            private void giveWay() {
                LockSupport.parkNanos(Math.min(System.nanoTime() - begun, LONGEST_PAUSE));
                begun = System.nanoTime();
            }
        });
    }
}
