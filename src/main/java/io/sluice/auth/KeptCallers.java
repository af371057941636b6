package io.sluice.auth;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What look-ups of credentials found, by digest, for two seconds: so long a revoked one is still good. Known and unknown ones are kept apart,
 * so that a flood of made-up tokens pushes no good one out. A look-up under way is shared; one that failed is forgotten. Belongs to one event
 * loop.
 */
final class KeptCallers {
    private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int ENTRIES = 10_000;

    private final Map<ByteBuffer, Kept> known = bounded();
    private final Map<ByteBuffer, Kept> unknown = bounded();
    private final Map<ByteBuffer, Future<Optional<Caller>>> underWay = new HashMap<>();

    private record Kept(Future<Optional<Caller>> answer, long until) {}

    Future<Optional<Caller>> find(ByteBuffer digest, Supplier<Future<Optional<Caller>>> lookUp) {
        long now = System.nanoTime();
        Kept kept = known.get(digest);
        if (kept == null) {
            kept = unknown.get(digest);
        }
        if (kept != null && now - kept.until < 0) {
            return kept.answer;
        }
        Future<Optional<Caller>> shared = underWay.get(digest);
        if (shared != null) {
            return shared;
        }
        Future<Optional<Caller>> answer = lookUp.get();
        underWay.put(digest, answer);
        return answer.onComplete(outcome -> {
            underWay.remove(digest);
            known.remove(digest);
            unknown.remove(digest);
            if (outcome.succeeded()) {
                (outcome.result().isPresent() ? known : unknown).put(digest, new Kept(answer, now + KEPT_NANOS));
            }
        });
    }

    private static Map<ByteBuffer, Kept> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Kept> eldest) {
                return size() > ENTRIES;
            }
        };
    }
}
