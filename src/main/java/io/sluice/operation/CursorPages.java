package io.sluice.operation;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.Chunk;
import io.sluice.store.ListQuery;
import io.sluice.store.ListQuery.Position;
import io.sluice.store.Place;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Pages of one query by cursor (RFC 9865). A page begins behind the place in its cursor, whatever has come or gone meanwhile, so that no
 * resource that stays is passed over or comes twice.
 *
 * @param digest of the query
 * @param firstPart reads the beginning of a page
 */
record CursorPages(
        ResourceStore store,
        CursorSeal seal,
        TenantId tenant,
        ListQuery query,
        byte[] digest,
        BiFunction<TenantId, ListQuery, Future<Chunk>> firstPart) {
    private static final long COUNTED_EACH_TIME = -1;

    /** @param text the cursor as the client gave it; empty for the first page */
    Future<Found> page(String text) {
        if (text.isEmpty()) {
            return first();
        }
        Cursor cursor = seal.open(tenant, digest, text);
        if (cursor.count() != query.count()) {
            throw new ScimProblem(
                            400,
                            ScimType.INVALID_COUNT,
                            "count was " + cursor.count() + " when this query was begun; keep it or begin again.")
                    .exception();
        }
        if (!cursor.backward()) {
            return from(new Position.After(cursor.place()), cursor.total(), true);
        }
        return store.back(tenant, query, cursor.place(), query.count())
                .compose(before -> from(
                        before.<Position>map(Position.After::new).orElse(Position.START),
                        cursor.total(),
                        before.isPresent()));
    }

    private Future<Found> first() {
        if (query.filter().isEmpty() || query.count() == 0) {
            return from(Position.START, COUNTED_EACH_TIME, false);
        }
        return firstPart.apply(tenant, query).compose(first -> {
            Future<Long> total = first.more()
                    ? store.total(tenant, query)
                    : Future.succeededFuture((long) first.resources().size());
            return total.map(counted -> found(first, counted, counted, false));
        });
    }

    private Future<Found> from(Position position, long total, boolean hasPrevious) {
        Future<Chunk> first = firstPart.apply(tenant, query.from(position, query.count()));
        Future<Long> shown = total == COUNTED_EACH_TIME ? store.total(tenant, query) : Future.succeededFuture(total);
        return Future.all(first, shown).map(both -> found(first.result(), shown.result(), total, hasPrevious));
    }

    private Found found(Chunk first, long shown, long total, boolean hasPrevious) {
        return new Found(
                shown,
                Optional.empty(),
                query.count(),
                first,
                ListResources.parts(store, tenant, query),
                new Found.Ends() {
                    @Override
                    public Optional<String> previous(Chunk begin) {
                        return hasPrevious ? begin.first().map(place -> sealed(place, true)) : Optional.empty();
                    }

                    @Override
                    public Optional<String> next(Chunk end) {
                        return end.last().map(place -> sealed(place, false));
                    }

                    private String sealed(Place place, boolean backward) {
                        return seal.seal(tenant, digest, new Cursor(place, backward, query.count(), total));
                    }
                });
    }
}
