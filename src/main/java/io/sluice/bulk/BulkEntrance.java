package io.sluice.bulk;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets requests in before a byte of their bodies is read, so that what waits is bounded in number and in memory: so many requests and the
 * bodies of {@link #MOST_BODIES} full ones, of which one tenant has half. Shared by all event loops.
 */
public final class BulkEntrance {
    private static final int MOST_REQUESTS = 16;
    private static final int MOST_BODIES = 4;
    private static final int SOON = 1;

    private record Inside(int requests, long bytes) {
        static final Inside NOBODY = new Inside(0, 0);

        Inside plus(int more, long moreBytes) {
            return new Inside(requests + more, bytes + moreBytes);
        }

        boolean fits(int mostRequests, long mostBytes) {
            return requests <= mostRequests && bytes <= mostBytes;
        }
    }

    private final BulkLimits limits;
    private final Map<TenantId, Inside> byTenant = new HashMap<>();
    private Inside all = Inside.NOBODY;

    public BulkEntrance(BulkLimits limits) {
        this.limits = limits;
    }

    public BulkLimits limits() {
        return limits;
    }

    /** Counts a request in; or says why it cannot come in now: 429 where its tenant has its share, 503 where all is taken. */
    public synchronized Optional<ScimProblem> enter(TenantId tenant, int bodyBytes) {
        Inside mine = byTenant.getOrDefault(tenant, Inside.NOBODY).plus(1, bodyBytes);
        Inside with = all.plus(1, bodyBytes);
        long mostBytes = (long) MOST_BODIES * limits.maxPayloadBytes();
        if (!mine.fits(MOST_REQUESTS / 2, mostBytes / 2)) {
            return Optional.of(new ScimProblem(
                    429,
                    ScimType.NONE,
                    "So many Bulk requests of this tenant are under way; wait for one of them.",
                    SOON));
        }
        if (!with.fits(MOST_REQUESTS, mostBytes)) {
            return Optional.of(new ScimProblem(
                    503, ScimType.NONE, "So many Bulk requests are under way; try again in a moment.", SOON));
        }
        byTenant.put(tenant, mine);
        all = with;
        return Optional.empty();
    }

    /** Counts a request out that came in. */
    public synchronized void leave(TenantId tenant, int bodyBytes) {
        all = all.plus(-1, -bodyBytes);
        byTenant.computeIfPresent(tenant, (key, inside) -> {
            Inside left = inside.plus(-1, -bodyBytes);
            return left.equals(Inside.NOBODY) ? null : left;
        });
    }
}
