package io.sluice.limits;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.TenantLimits;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The limits of this process, one for all its event loops. First comes a tenant's rate: beyond its burst a request is held back for up to a second, and
 * refused only then, since Entra takes a slow answer better than a refusal. Then come the places: a request in work has one among its tenant's and one among those of all,
 * whose number follows what the database can do (see {@link AdaptiveLimit}). Removals have a quarter more of a tenant's burst and places, and a
 * fifth of the places of all that others cannot take, except tenants with little in work: one that fills the rest does not shut them out. Nor
 * has any tenant more than half of the places of all.
 *
 * <p>Other replicas are not asked: a tenant has its rate at each of them.
 */
public final class Limits {
    /** Of all places. */
    private static final double WITHOUT_RESERVE = 0.8;

    private static final double ALL = 1.0;

    /** Of what a tenant has. */
    private static final double WITH_RESERVE = 1.25;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    /** A tenant with no more in work than this is at no fault for a lack of places. */
    private static final int LITTLE = 2;

    /** Enough to fill the database's pipeline at any speed of its disk. */
    private static final int LEAST_WRITES = 32;

    private static final int LEAST_READS = 64;

    private final Meters meters;
    private final LongSupplier clock;
    private final TenantLimits byDefault;
    private final AdaptiveLimit reads;
    private final AdaptiveLimit writes;
    private final long mostBodyBytes;
    private final AtomicLong bodyBytes = new AtomicLong();
    private final Map<TenantId, TenantUse> tenants = new ConcurrentHashMap<>();

    /**
     * @param tenant of a tenant that has none of its own
     * @param inFlight the most reads, and the most writes, in work at once
     * @param target what the quickest request of a moment may take before fewer are admitted
     * @param bodyBytes memory for bodies, half of it for one tenant at most
     */
    public record Settings(TenantLimits tenant, int inFlight, Duration target, long bodyBytes) {}

    public Limits(Settings settings) {
        this(settings, Meters.NONE);
    }

    public Limits(Settings settings, Meters meters) {
        this(settings, meters, System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    public Limits(Settings settings, LongSupplier clock) {
        this(settings, Meters.NONE, clock);
    }

    private Limits(Settings settings, Meters meters, LongSupplier clock) {
        this.meters = meters;
        this.clock = clock;
        long now = clock.getAsLong();
        long target = settings.target().toNanos();
        this.byDefault = settings.tenant();
        this.mostBodyBytes = settings.bodyBytes();
        this.reads = new AdaptiveLimit(Math.min(LEAST_READS, settings.inFlight()), settings.inFlight(), target, now);
        this.writes = new AdaptiveLimit(Math.min(LEAST_WRITES, settings.inFlight()), settings.inFlight(), target, now);
        for (Refusal reason : Refusal.values()) {
            meters.add(Meter.LIMIT_REFUSALS, 0, reason.label());
        }
        meters.watch(Meter.LIMIT_PLACES, reads::limit, "reads");
        meters.watch(Meter.LIMIT_PLACES, writes::limit, "writes");
        meters.watch(Meter.LIMIT_PLACES_TAKEN, reads::inWork, "reads");
        meters.watch(Meter.LIMIT_PLACES_TAKEN, writes::inWork, "writes");
    }

    /**
     * Lets a request whose body has not been read yet come in, or throws a {@link ScimException} with 429 or 503.
     *
     * @param limits of the tenant's own; empty where the default ones hold
     */
    public Ticket admit(TenantId tenant, Optional<TenantLimits> limits, Work work) {
        TenantUse use = tenants.computeIfAbsent(tenant, first -> new TenantUse());
        TenantLimits own = limits.orElse(byDefault);
        boolean urgent = work == Work.REMOVAL || work == Work.EDIT;
        if (work != Work.BULK && !places(work).hasRoom(urgent || use.inFlight.get() < LITTLE ? ALL : WITHOUT_RESERVE)) {
            throw refused(Refusal.ALL, Refusals.overloaded());
        }
        long now = now();
        long wait = use.bucket.take(own.perSecond(), own.burst(), PATIENCE, now);
        if (wait >= 0) {
            return new Ticket(this, use, own, work, wait, false);
        }
        if (urgent) {
            wait = use.bucket.take(own.perSecond(), own.burst() * WITH_RESERVE, PATIENCE, now);
        }
        if (wait < 0) {
            throw refused(Refusal.RATE, Refusals.tooFast(own, -wait));
        }
        return new Ticket(this, use, own, work, wait, work == Work.EDIT);
    }

    /** Reads and writes in work, of all tenants; Bulk is not among them. */
    public int inWork() {
        return reads.inWork() + writes.inWork();
    }

    /** Counts it. */
    ScimException refused(Refusal reason, ScimProblem problem) {
        meters.count(Meter.LIMIT_REFUSALS, reason.label());
        return problem.exception();
    }

    long now() {
        return clock.getAsLong();
    }

    boolean hasRoom(Work work, TenantUse use, TenantLimits own) {
        return use.inFlight.get() < own.inFlight() && places(work).hasRoom(WITHOUT_RESERVE);
    }

    void enter(Work work, TenantUse use, TenantLimits own, boolean urgent) {
        int taken = use.inFlight.incrementAndGet();
        if (taken > own.inFlight() * (urgent ? WITH_RESERVE : ALL)) {
            use.inFlight.decrementAndGet();
            throw refused(Refusal.TENANT, Refusals.tooManyAtOnce(own));
        }
        if (work != Work.BULK
                && (tooMuch(work, taken, urgent)
                        || !places(work).enter(urgent || taken <= LITTLE ? ALL : WITHOUT_RESERVE))) {
            use.inFlight.decrementAndGet();
            throw refused(Refusal.ALL, Refusals.overloaded());
        }
    }

    void leave(Work work, TenantUse use, long entered) {
        use.inFlight.decrementAndGet();
        if (work != Work.BULK) {
            places(work).leave(entered, now());
        }
    }

    void keep(TenantUse use, int bytes) {
        long all = bodyBytes.addAndGet(bytes);
        long own = use.bodyBytes.addAndGet(bytes);
        if (all > mostBodyBytes || own > mostBodyBytes / 2) {
            throw refused(Refusal.MEMORY, Refusals.noMemory());
        }
    }

    void release(TenantUse use, long bytes) {
        bodyBytes.addAndGet(-bytes);
        use.bodyBytes.addAndGet(-bytes);
    }

    /** Whether a tenant would have more than half of the places of all. */
    private boolean tooMuch(Work work, int taken, boolean urgent) {
        return !urgent && taken > LITTLE && taken > places(work).limit() / 2;
    }

    private AdaptiveLimit places(Work work) {
        return work.writes() ? writes : reads;
    }
}
