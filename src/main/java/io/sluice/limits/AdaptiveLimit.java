package io.sluice.limits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests of one kind may be in work at once, found while running. What is admitted beyond the database's speed only waits longer:
 * when even the quickest request of a moment took longer than the target, all of them stood in a queue, and fewer are admitted from then
 * on, in proportion; while the quickest is quick, a few more. So the queue stays about as long as the target, whatever a write costs on this machine
 * today, and what does not fit is refused at once instead of after a wait. The quickest, not the mean: one request may be slow for its own
 * reasons (a lock, a large group, a collection of garbage), all of them are slow only for a common one. A server that keeps up has all its
 * places soon, needed or not: when it stands still for a moment, what arrives meanwhile waits and is not refused.
 *
 * <p>Shared by all event loops: counters, no locks.
 */
final class AdaptiveLimit {
    /** Some targets long: a stall of the disk, of the collector or of a neighbour on the machine ends within it and is no queue. */
    private static final long WINDOW_NANOS = 500_000_000;

    private static final long NONE = Long.MAX_VALUE;

    private final int least;
    private final int most;
    private final long targetNanos;
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicLong quickest = new AtomicLong(NONE);
    private final AtomicLong windowEnd;
    private volatile int limit;
    private volatile long changedAt;

    AdaptiveLimit(int least, int most, long targetNanos, long now) {
        this.least = least;
        this.most = most;
        this.targetNanos = targetNanos;
        this.limit = Math.max(least, most / 4);
        this.changedAt = now;
        this.windowEnd = new AtomicLong(now + WINDOW_NANOS);
    }

    /** Takes a place if one is free within this share of all places. */
    boolean enter(double share) {
        int places = (int) (limit * share);
        int taken = inWork.incrementAndGet();
        if (taken <= places) {
            return true;
        }
        inWork.decrementAndGet();
        return false;
    }

    /** Whether {@link #enter} would succeed now. */
    boolean hasRoom(double share) {
        return inWork.get() < (int) (limit * share);
    }

    void leave(long entered, long now) {
        inWork.decrementAndGet();
        // What began before the last change tells of the time before it.
        if (entered - changedAt >= 0) {
            long took = now - entered;
            if (took < quickest.get()) {
                quickest.accumulateAndGet(took, Math::min);
            }
        }
        long end = windowEnd.get();
        if (now - end >= 0 && windowEnd.compareAndSet(end, now + WINDOW_NANOS)) {
            adapt(quickest.getAndSet(NONE), now);
        }
    }

    int limit() {
        return limit;
    }

    int inWork() {
        return inWork.get();
    }

    private void adapt(long best, long now) {
        if (best == NONE) {
            return;
        }
        if (best > targetNanos) {
            double factor = Math.max(0.5, (double) targetNanos / best);
            limit = Math.max(least, (int) (limit * factor));
            changedAt = now;
        } else {
            limit = Math.min(most, limit + Math.max(1, limit / 2));
        }
    }
}
