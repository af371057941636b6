package io.sluice.bulk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands an immutable value over within this process as it is. */
final class LocalCodec<T> implements MessageCodec<T, T> {
    private final Class<T> type;

    private LocalCodec(Class<T> type) {
        this.type = type;
    }

    static void register(EventBus bus) {
        bus.registerDefaultCodec(BulkJob.class, new LocalCodec<>(BulkJob.class));
        bus.registerDefaultCodec(JobQuestion.class, new LocalCodec<>(JobQuestion.class));
        bus.registerDefaultCodec(BulkReply.Done.class, new LocalCodec<>(BulkReply.Done.class));
        bus.registerDefaultCodec(BulkReply.Accepted.class, new LocalCodec<>(BulkReply.Accepted.class));
        bus.registerDefaultCodec(BulkReply.Unfinished.class, new LocalCodec<>(BulkReply.Unfinished.class));
        bus.registerDefaultCodec(BulkReply.Refused.class, new LocalCodec<>(BulkReply.Refused.class));
    }

    @Override
    public void encodeToWire(Buffer buffer, T value) {
        throw new UnsupportedOperationException("never leaves this process");
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("never comes from another process");
    }

    @Override
    public T transform(T value) {
        return value;
    }

    @Override
    public String name() {
        return type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
