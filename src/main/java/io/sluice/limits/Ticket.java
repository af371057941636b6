package io.sluice.limits;

import io.sluice.store.TenantLimits;
import java.util.function.BooleanSupplier;

/** One request's way through the limits. Belongs to the request's event loop. */
public final class Ticket {
    private final Limits limits;
    private final TenantUse use;
    private final TenantLimits own;
    private final Work work;
    private final long waitNanos;
    private final boolean borrowed;
    private boolean inside;
    private long entered;
    private long kept;

    /** @param borrowed whether its token came out of the reserve, on the chance that it is a removal */
    Ticket(Limits limits, TenantUse use, TenantLimits own, Work work, long waitNanos, boolean borrowed) {
        this.limits = limits;
        this.use = use;
        this.own = own;
        this.work = work;
        this.waitNanos = waitNanos;
        this.borrowed = borrowed;
    }

    public Work work() {
        return work;
    }

    /** How long the request is to be held back before it goes on; 0 mostly. */
    public long waitNanos() {
        return waitNanos;
    }

    /**
     * Takes the places of a request whose body is there. Fails with 429 or 503.
     *
     * @param removal looks into the body of an edit; asked only where the reserve is needed
     */
    public void enter(BooleanSupplier removal) {
        boolean urgent = work == Work.REMOVAL
                || (work == Work.EDIT && (borrowed || !limits.hasRoom(work, use, own)) && removal.getAsBoolean());
        if (borrowed && !urgent) {
            use.bucket.giveBack(own.perSecond());
            throw limits.refused(Refusal.RATE, Refusals.tooFast(own, 0));
        }
        limits.enter(work, use, own, urgent);
        inside = true;
        entered = limits.now();
    }

    /** Counts bytes of the body, which stay in memory until the request is over. Fails with 503 where there is no room for more. */
    public void keep(int bytes) {
        kept += bytes;
        limits.keep(use, bytes);
    }

    /** Counts the operations of a bulk request beyond its first. Fails with 429 while earlier ones are not paid yet. */
    public void charge(int operations) {
        if (operations > 1) {
            long lacking = use.bucket.overdraw(operations - 1, own.perSecond(), own.burst(), limits.now());
            if (lacking < 0) {
                throw limits.refused(Refusal.RATE, Refusals.tooFast(own, -lacking));
            }
        }
    }

    /** Gives the places and the memory back; a second call does nothing. */
    public void leave() {
        if (kept > 0) {
            limits.release(use, kept);
            kept = 0;
        }
        if (inside) {
            inside = false;
            limits.leave(work, use, entered);
        }
    }
}
