package io.sluice.operation;

import io.sluice.scim.ResourceId;
import io.sluice.scim.TenantId;
import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets edits of one resource on this event loop run one after another instead of racing and repeating each other's rounds. It only saves
 * work: what makes concurrent edits right is the version check of the write, across event loops and replicas. Belongs to one event loop.
 */
final class Turns {
    record Key(TenantId tenant, ResourceId id) {}

    private final Map<Key, Future<?>> last = new HashMap<>();

    <T> Future<T> take(Key key, Supplier<Future<T>> work) {
        Future<?> before = last.get(key);
        Future<T> mine =
                before == null ? work.get() : CurrentRequest.here(before).transform(ignored -> work.get());
        last.put(key, mine);
        mine.onComplete(ended -> last.remove(key, mine));
        return mine;
    }
}
