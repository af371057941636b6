package io.sluice.limits;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.store.TenantLimits;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What is said to a request that comes too early, and when it may come again. */
final class Refusals {
    /** Seconds added at random, so that those who were refused together do not come back together. */
    private static final int SPREAD = 3;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private Refusals() {}

    static ScimProblem tooFast(TenantLimits own, long nanos) {
        return new ScimProblem(
                TOO_MANY_REQUESTS,
                ScimType.NONE,
                "This tenant sends more than " + own.perSecond() + " operations a second; continue after Retry-After.",
                seconds(nanos));
    }

    static ScimProblem tooManyAtOnce(TenantLimits own) {
        return new ScimProblem(
                TOO_MANY_REQUESTS,
                ScimType.NONE,
                "This tenant has more than " + own.inFlight()
                        + " requests in work at once; continue after Retry-After.",
                seconds(0));
    }

    static ScimProblem overloaded() {
        return new ScimProblem(
                UNAVAILABLE,
                ScimType.NONE,
                "The directory has as much to do as it can; nothing was done of this request. Try again after Retry-After.",
                seconds(0));
    }

    static ScimProblem noMemory() {
        return new ScimProblem(
                UNAVAILABLE,
                ScimType.NONE,
                "Too many large bodies are being read at once. Try again after Retry-After, or send less in one request.",
                seconds(0));
    }

    static ScimProblem tooManyTokens(long nanos) {
        return new ScimProblem(
                TOO_MANY_REQUESTS,
                ScimType.NONE,
                "Too many unknown tokens came from this address. Try again after Retry-After, with the current secret token.",
                seconds(nanos));
    }

    private static int seconds(long nanos) {
        long whole = TimeUnit.NANOSECONDS.toSeconds(nanos) + 1;
        return (int) Math.min(whole, TimeUnit.DAYS.toSeconds(1))
                + ThreadLocalRandom.current().nextInt(SPREAD);
    }
}
