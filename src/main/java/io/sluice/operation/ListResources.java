package io.sluice.operation;

import io.sluice.filter.FilterParser;
import io.sluice.schema.AttributePath;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.Chunk;
import io.sluice.store.CursorKeyStore;
import io.sluice.store.ListQuery;
import io.sluice.store.ListQuery.Position;
import io.sluice.store.ListQuery.Sort;
import io.sluice.store.Place;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/**
 * A query with filter and order, paged by index (RFC 7644 section 3.4.2) or by cursor (RFC 9865), over one resource type or all. However
 * large the page, it is read in chunks.
 */
public final class ListResources {
    /** What a client gets that asks for no count: what Okta and Entra page by. */
    public static final int DEFAULT_COUNT = 100;

    /** For how long a cursor can be used. */
    public static final int CURSOR_SECONDS = (int) CursorSeal.LIFETIME.toSeconds();

    /** Resources of one statement, however small they are. */
    private static final int CHUNK = 500;

    /** Pages of so many, as most are, are one part. */
    private static final int ONE_PART = DEFAULT_COUNT;

    /** Of a longer page, whatever their size: a reader that stops reading at once holds so many in memory and nothing in the database. */
    private static final int FIRST_CHUNK = 20;

    /** The same of groups that come with up to a hundred members each: about as many bytes. */
    private static final int CHUNK_WITH_MEMBERS = 25;

    private final ResourceStore store;
    private final CursorKeyStore keys;
    private final int maxCount;
    private Optional<CursorSeal> seal = Optional.empty();

    /** @param maxCount the most resources of one page; a larger count is lowered to it */
    public ListResources(ResourceStore store, CursorKeyStore keys, int maxCount) {
        this.store = store;
        this.keys = keys;
        this.maxCount = maxCount;
    }

    public Future<Found> list(TenantId tenant, Search search) {
        int count = (int) Math.clamp(search.count().orElse((long) DEFAULT_COUNT), 0, maxCount);
        ListQuery query = new ListQuery(
                search.types(),
                search.filter().map(FilterParser::parse),
                sort(search),
                Position.START,
                count,
                Deriving.of(search.types(), search.projection()));
        if (search.cursor().isEmpty()) {
            return byIndex(tenant, query, Math.max(1, search.startIndex().orElse(1L)));
        }
        if (search.startIndex().isPresent()) {
            throw ScimProblem.invalidValue("Give either startIndex or cursor, not both.")
                    .exception();
        }
        return seal().compose(seal -> new CursorPages(store, seal, tenant, query, search.digest(), this::firstPart)
                .page(search.cursor().get()));
    }

    private Future<Found> byIndex(TenantId tenant, ListQuery query, long startIndex) {
        ListQuery from = query.from(new Position.Index(startIndex), query.count());
        return firstPart(tenant, from)
                .compose(first -> total(tenant, from, startIndex, first)
                        .map(total -> new Found(
                                total,
                                Optional.of(startIndex),
                                query.count(),
                                first,
                                parts(store, tenant, query),
                                NO_CURSORS)));
    }

    /** The page tells the total where it holds the last resource of all. */
    private Future<Long> total(TenantId tenant, ListQuery query, long startIndex, Chunk first) {
        boolean told = query.count() > 0
                && !first.more()
                && (startIndex == 1 || !first.resources().isEmpty());
        return told ? Future.succeededFuture(startIndex - 1 + first.resources().size()) : store.total(tenant, query);
    }

    private Future<Chunk> firstPart(TenantId tenant, ListQuery query) {
        int first = query.count() <= ONE_PART ? query.count() : FIRST_CHUNK;
        return query.count() == 0
                ? Future.succeededFuture(Chunk.EMPTY)
                : store.chunk(tenant, query.from(query.from(), part(query, first)));
    }

    static Found.Parts parts(ResourceStore store, TenantId tenant, ListQuery query) {
        return (chunk, wanted) -> {
            Place last = chunk.last().orElseThrow();
            return store.chunk(tenant, query.from(new Position.After(last), part(query, wanted)));
        };
    }

    private static int part(ListQuery query, int wanted) {
        boolean members = query.derived().members()
                && query.types().stream()
                        .anyMatch(type -> type.core().attribute("members").isPresent());
        return Math.min(members ? CHUNK_WITH_MEMBERS : CHUNK, wanted);
    }

    private Future<CursorSeal> seal() {
        return seal.map(Future::succeededFuture)
                .orElseGet(() -> keys.key().map(key -> {
                    CursorSeal made = new CursorSeal(key, Clock.systemUTC());
                    seal = Optional.of(made);
                    return made;
                }));
    }

    private static Optional<Sort> sort(Search search) {
        boolean descending = search.sortOrder()
                .map(order -> switch (order.toLowerCase(Locale.ROOT)) {
                    case "ascending" -> false;
                    case "descending" -> true;
                    default ->
                        throw ScimProblem.invalidValue("sortOrder is \"ascending\" or \"descending\".")
                                .exception();
                })
                .orElse(false);
        return search.sortBy()
                .map(text -> AttributePath.parse(text)
                        .orElseThrow(() -> ScimProblem.invalidPath("sortBy is not an attribute name.")
                                .exception()))
                .map(path -> new Sort(path, descending));
    }

    private static final Found.Ends NO_CURSORS = new Found.Ends() {
        @Override
        public Optional<String> previous(Chunk first) {
            return Optional.empty();
        }

        @Override
        public Optional<String> next(Chunk last) {
            return Optional.empty();
        }
    };
}
