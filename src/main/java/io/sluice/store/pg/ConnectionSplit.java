package io.sluice.store.pg;

/**
 * How a replica's budget of connections is shared out: one for the process itself (start, readiness), a few for Bulk, and to
 * each event loop pipelined connections for look-ups and for writes and a bounded pool.
 *
 * @param eventLoops that serve
 * @param lookups connections of one event loop for look-ups
 * @param writes connections of one event loop for writes
 * @param scans connections of one event loop's pool for everything that can be slow
 * @param bulk connections of the pool that Bulk has to itself
 */
public record ConnectionSplit(int eventLoops, int lookups, int writes, int scans, int bulk) {
    /** One connection for the process, one for Bulk, and one behind each door of one event loop. */
    public static final int LEAST = 5;

    private static final int DOORS = 3;

    /** Bulk is one thread and its share of the database's time: more connections than this only wait for both. */
    private static final int MOST_BULK = 8;

    private static final int BULK_SHARE = 8;

    /** With a second one and shorter pipelines look-ups gained a quarter at most, and their p99 was several times as long. */
    private static final int LOOKUPS = 1;

    /**
     * A connection that commits waits for the disk, and several wait for the same write of it: four took 1.7 times the writes of one, eight no
     * more than four.
     */
    private static final int MOST_WRITES = 4;

    /** Uses at most {@code budget} connections, if need be on fewer event loops than {@code cores}. Budget: {@link #LEAST} or more. */
    public static ConnectionSplit of(int budget, int cores) {
        int bulk = Math.clamp(budget / BULK_SHARE, 1, MOST_BULK);
        int shared = budget - 1 - bulk;
        int eventLoops = Math.clamp(shared / DOORS, 1, cores);
        int each = shared / eventLoops;
        int writes = Math.min(each / 2, MOST_WRITES);
        return new ConnectionSplit(eventLoops, LOOKUPS, writes, each - LOOKUPS - writes, bulk);
    }

    /** For the start's print, for example {@code 1 for the process + 2 for bulk + 2 event loops x (1 look-ups + 3 writes + 2 scans) = 15}. */
    public String display() {
        return "1 for the process + " + bulk + " for bulk + " + eventLoops + " event loops x (" + lookups
                + " look-ups + " + writes + " writes + " + scans + " scans) = "
                + (1 + bulk + eventLoops * (lookups + writes + scans));
    }
}
