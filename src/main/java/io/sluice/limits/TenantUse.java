package io.sluice.limits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a tenant uses of this process right now. */
final class TenantUse {
    final TokenBucket bucket = new TokenBucket();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicLong bodyBytes = new AtomicLong();
}
