package io.sluice.limits;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket without a timer or a lock (the generic cell rate algorithm): all it keeps is the moment at which it will be full again. The
 * further away that is, the emptier it is, so rate and size may change between two calls.
 */
final class TokenBucket {
    private static final long UNUSED = Long.MIN_VALUE;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong fullAt = new AtomicLong(UNUSED);

    /**
     * Takes one token, or none.
     *
     * @param size how many tokens a full bucket has
     * @param patience how long the caller may wait for its token, in nanoseconds
     * @return how long it has to wait, 0 mostly; when negative nothing was taken, and that much more time must pass before it could be
     */
    long take(int perSecond, double size, long patience, long now) {
        long each = SECOND / perSecond;
        long capacity = (long) (size * each);
        while (true) {
            long known = fullAt.get();
            long after = later(known, now) + each;
            long wait = after - now - capacity;
            if (wait > patience) {
                return patience - wait;
            }
            if (fullAt.compareAndSet(known, after)) {
                return Math.max(0, wait);
            }
        }
    }

    /** Takes so many tokens if at least one is there, even more than there are: what comes after waits until they are paid. As {@link #take}. */
    long overdraw(int tokens, int perSecond, double size, long now) {
        long each = SECOND / perSecond;
        long capacity = (long) (size * each);
        while (true) {
            long known = fullAt.get();
            long from = later(known, now);
            long lacking = from - now - capacity;
            if (lacking > 0) {
                return -lacking;
            }
            if (fullAt.compareAndSet(known, from + tokens * each)) {
                return 0;
            }
        }
    }

    void giveBack(int perSecond) {
        fullAt.updateAndGet(known -> known == UNUSED ? UNUSED : known - SECOND / perSecond);
    }

    /** Moments of {@link System#nanoTime()} compare by their difference alone. */
    private static long later(long known, long now) {
        return known == UNUSED || known - now < 0 ? now : known;
    }
}
