package io.sluice.operation;

import io.sluice.store.Chunk;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a {@link Search}, part by part: the first is here, the others are read when asked for. Nothing is held in the database between
 * parts, so each sees what is committed when it is read. For one reader.
 */
public final class Found {
    /** Reads what comes after a chunk. */
    interface Parts {
        Future<Chunk> after(Chunk chunk, int atMost);
    }

    /** What the last part leaves behind: how to go on from it, and back from the first. */
    interface Ends {
        Optional<String> previous(Chunk first);

        Optional<String> next(Chunk last);
    }

    private final long totalResults;
    private final Optional<Long> startIndex;
    private Chunk first;
    private final Parts parts;
    private final Ends ends;
    private Chunk last;
    private int wanted;
    private int items;
    private long average;

    Found(long totalResults, Optional<Long> startIndex, int count, Chunk first, Parts parts, Ends ends) {
        this.totalResults = totalResults;
        this.startIndex = startIndex;
        this.first = first;
        this.parts = parts;
        this.ends = ends;
        this.last = first.ends();
        this.items = first.resources().size();
        this.average = average(first);
        this.wanted = count - items;
    }

    public long totalResults() {
        return totalResults;
    }

    /** Where an index page starts; a page by cursor has no such number. */
    public Optional<Long> startIndex() {
        return startIndex;
    }

    /** To be asked once, before {@link #next}: what is handed over is not kept, for a slow reader may take long over each part. */
    public List<StoredResource> first() {
        List<StoredResource> resources = first.resources();
        first = first.ends();
        return resources;
    }

    /** Whether {@link #next} has anything to give. */
    public boolean hasNext() {
        return wanted > 0 && last.more();
    }

    /**
     * The following part. Not to be asked again before the one asked for is there.
     *
     * @param bytes of it, about, going by the part before
     */
    public Future<List<StoredResource>> next(int bytes) {
        return parts.after(last, (int) Math.clamp(bytes / average, 1, wanted)).map(chunk -> {
            last = chunk.ends();
            average = average(chunk);
            items += chunk.resources().size();
            wanted -= chunk.resources().size();
            return chunk.resources();
        });
    }

    private static long average(Chunk chunk) {
        long length =
                chunk.resources().stream().mapToLong(StoredResource::length).sum();
        return Math.max(1, length / Math.max(1, chunk.resources().size()));
    }

    /** How many resources all parts so far have. */
    public int items() {
        return items;
    }

    public Optional<String> previousCursor() {
        return ends.previous(first);
    }

    /** To be asked when there is no next part. */
    public Optional<String> nextCursor() {
        return last.more() ? ends.next(last) : Optional.empty();
    }
}
