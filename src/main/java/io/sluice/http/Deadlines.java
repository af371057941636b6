package io.sluice.http;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything of one event loop that must be over by some moment: connections that have not shown a credential yet, bodies on their way in,
 * answers on their way out, requests in work. One timer looks at all of them now and then, which costs a request less than a timer of its own and
 * is exact enough for what is measured in seconds.
 */
final class Deadlines {
    private static final long EVERY_MILLIS = 500;

    private final Timeouts timeouts;
    private final Set<Watched> watched = new LinkedHashSet<>();

    /** Something with an end. Equal only to itself. */
    interface Watched {
        /** When it is late, as {@link System#nanoTime()}; may move. */
        long deadline();

        /** It is late, and watched no more. */
        void late();
    }

    Deadlines(Vertx vertx, Timeouts timeouts) {
        this.timeouts = timeouts;
        vertx.setPeriodic(EVERY_MILLIS, timer -> check(System.nanoTime()));
    }

    Timeouts timeouts() {
        return timeouts;
    }

    void watch(Watched one) {
        watched.add(one);
    }

    void forget(Watched one) {
        watched.remove(one);
    }

    private void check(long now) {
        List<Watched> late = new ArrayList<>();
        for (Watched one : watched) {
            if (now - one.deadline() >= 0) {
                late.add(one);
            }
        }
        late.forEach(watched::remove);
        late.forEach(Watched::late);
    }
}
