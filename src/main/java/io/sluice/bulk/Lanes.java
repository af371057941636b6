package io.sluice.bulk;

import io.sluice.scim.ScimProblem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests that clients wait for: so many are under way at once, the others wait in order. Belongs to the worker's thread. */
final class Lanes {
    private final int most;
    private final Map<UUID, Halt> inside = new HashMap<>();
    private final SequencedMap<UUID, Runnable> waiting = new LinkedHashMap<>();
    private final Promise<Void> empty = Promise.promise();
    private boolean closed;
    private boolean clearing;
    private volatile int running;
    private volatile int queued;

    /** @param most how many are under way at once */
    Lanes(int most) {
        this.most = most;
    }

    /** @param work begins nothing where the request is halted, and never fails */
    void enter(UUID request, Halt halt, Supplier<Future<?>> work) {
        if (closed) {
            halt.call(Halt.SHUTTING_DOWN);
        }
        inside.put(request, halt);
        waiting.put(request, () -> work.get().onComplete(over -> leave(request)));
        startWaiting();
    }

    /** Nobody waits for the request any more. */
    void abandon(UUID request) {
        halt(request, Halt.CLIENT_LEFT);
    }

    /** Whoever enters from now on is halted. */
    void close() {
        closed = true;
    }

    /** Completes when all who are inside have left. */
    Future<Void> clear() {
        closed = true;
        clearing = true;
        haltAll();
        return inside.isEmpty() ? Future.succeededFuture() : empty.future();
    }

    void haltAll() {
        List.copyOf(inside.keySet()).forEach(request -> halt(request, Halt.SHUTTING_DOWN));
    }

    /** Any thread may ask, as for those that wait. */
    int running() {
        return running;
    }

    int queued() {
        return queued;
    }

    /** What is halted before its turn is over at once, and keeps its body no longer. */
    private void halt(UUID request, ScimProblem reason) {
        Halt halt = inside.get(request);
        if (halt != null) {
            halt.call(reason);
            if (waiting.containsKey(request)) {
                begin(request);
            }
        }
    }

    private void leave(UUID request) {
        inside.remove(request);
        running--;
        startWaiting();
        if (clearing && inside.isEmpty()) {
            empty.tryComplete();
        }
    }

    private void startWaiting() {
        while (running < most && !waiting.isEmpty()) {
            begin(waiting.firstEntry().getKey());
        }
        queued = waiting.size();
    }

    private void begin(UUID request) {
        Runnable work = waiting.remove(request);
        queued = waiting.size();
        running++;
        if (work != null) {
            work.run();
        }
    }
}
