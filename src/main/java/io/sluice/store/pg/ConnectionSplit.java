package io.sluice.store.pg;

/**
 * How a replica's budget of connections is shared out: one for the process itself (start, readiness), and to each event loop a pair of
 * pipelined clients and a bounded pool.
 *
 * @param eventLoops that serve
 * @param lookups connections of one event loop's client for look-ups
 * @param writes connections of one event loop's client for writes
 * @param scans connections of one event loop's pool for everything that can be slow
 */
public record ConnectionSplit(int eventLoops, int lookups, int writes, int scans) {
    /** One connection for the process and one behind each door of one event loop. */
    public static final int LEAST = 4;

    private static final int DOORS = 3;

    /** A pipelined client gains from a second connection and not from a third. */
    private static final int PIPELINED = 2;

    /** Uses at most {@code budget} connections, if need be on fewer event loops than {@code cores}. Budget: {@link #LEAST} or more. */
    public static ConnectionSplit of(int budget, int cores) {
        int shared = budget - 1;
        int eventLoops = Math.clamp(shared / DOORS, 1, cores);
        int each = shared / eventLoops;
        int pipelined = each >= 2 * PIPELINED + 1 ? PIPELINED : 1;
        return new ConnectionSplit(eventLoops, pipelined, pipelined, each - 2 * pipelined);
    }

    /** For the start's print, for example {@code 1 for the process + 2 event loops x (2 look-ups + 2 writes + 3 scans) = 15}. */
    public String display() {
        return "1 for the process + " + eventLoops + " event loops x (" + lookups + " look-ups + " + writes
                + " writes + " + scans + " scans) = " + (1 + eventLoops * (lookups + writes + scans));
    }
}
