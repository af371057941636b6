package io.sluice.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there may be, in all and from one address. Shared by all event loops. */
public final class ConnectionLimit {
    private final int most;
    private final int mostOfAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> ofAddress = new ConcurrentHashMap<>();

    /** @param mostOfAddress 0 for any number: behind a proxy all connections come from one address */
    public ConnectionLimit(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /** Counts a connection; whether its address may have it. */
    boolean opened(String address) {
        open.incrementAndGet();
        return mostOfAddress == 0 || ofAddress.merge(address, 1, Integer::sum) <= mostOfAddress;
    }

    void closed(String address) {
        open.decrementAndGet();
        if (mostOfAddress > 0) {
            ofAddress.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** How many there are. */
    public int open() {
        return open.get();
    }

    boolean isExceeded() {
        return open.get() > most;
    }
}
