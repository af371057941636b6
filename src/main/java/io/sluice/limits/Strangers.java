package io.sluice.limits;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bounds what is spent on tokens that nobody knows. Each address has a bucket of tries; one that turns out to be good, or needed no look-up, is
 * given back, so only failures count. A token that has worked here lately is never held up, whatever else comes from its address: behind a
 * proxy that may be everything. A token of 256 bits is not to be guessed at any rate; this is about the cost.
 *
 * <p>Belongs to one event loop.
 */
public final class Strangers {
    private static final int PER_SECOND = 10;
    private static final int BURST = 100;
    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_TOKENS = 10_000;

    /** An address of version 6 stands for its network: a client has all the addresses of one. */
    private static final int GROUPS_OF_NETWORK = 4;

    private final LongSupplier clock;
    private final Map<String, TokenBucket> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };
    /** Hashes of Authorization headers: enough to tell one that worked from one made up, and no secret. */
    private final Set<Integer> known = new LinkedHashSet<>();

    /** Of tokens that are being looked up: many requests may come with one at once. */
    private final Set<Integer> underWay = new HashSet<>();

    /** How an attempt ended. */
    public enum Outcome {
        GOOD,
        /** It was looked up for nothing. */
        UNKNOWN,
        /** It was refused by its look alone. */
        FREE
    }

    /** @param clock nanoseconds since any moment */
    public Strangers(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Takes a try, or throws a {@link io.sluice.scim.ScimException} with 429. Must be settled afterwards.
     *
     * @param address of the client, asked for only where it matters
     */
    public void attempt(Supplier<String> address, String authorization) {
        int hash = authorization.hashCode();
        if (known.contains(hash) || !underWay.add(hash)) {
            return;
        }
        long wait = bucket(address.get()).take(PER_SECOND, BURST, 0, clock.getAsLong());
        if (wait < 0) {
            underWay.remove(hash);
            throw Refusals.tooManyTokens(-wait).exception();
        }
    }

    /** What became of an attempt. */
    public void settle(Supplier<String> address, String authorization, Outcome outcome) {
        int hash = authorization.hashCode();
        if (underWay.remove(hash) && outcome != Outcome.UNKNOWN) {
            bucket(address.get()).giveBack(PER_SECOND);
        }
        if (outcome == Outcome.GOOD && !known.contains(hash)) {
            if (known.size() >= MOST_TOKENS) {
                known.remove(known.iterator().next());
            }
            known.add(hash);
        }
    }

    private TokenBucket bucket(String address) {
        return addresses.computeIfAbsent(network(address), first -> new TokenBucket());
    }

    private static String network(String address) {
        int end = -1;
        for (int group = 0; group < GROUPS_OF_NETWORK; group++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return address.substring(0, end);
    }
}
