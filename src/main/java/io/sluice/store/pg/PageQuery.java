package io.sluice.store.pg;

import io.sluice.schema.ResourceType;
import io.sluice.scim.TenantId;
import io.sluice.store.Chunk;
import io.sluice.store.ListQuery;
import io.sluice.store.ListQuery.Position;
import io.sluice.store.Place;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The statements of a query: its chunks, its total, the way back. A predicate that look-ups answer goes through the door for look-ups,
 * everything else through the bounded one.
 */
final class PageQuery {
    /** The tenant comes before what a statement binds. */
    private static final int TENANT = 1;

    private final Doors doors;
    private final SharedLookups lookups;
    private final ResourceSql sql;
    private final Supplier<String> baseUrl;

    PageQuery(Doors doors, SharedLookups lookups, ResourceSql sql, Supplier<String> baseUrl) {
        this.doors = doors;
        this.lookups = lookups;
        this.sql = sql;
        this.baseUrl = baseUrl;
    }

    Future<Chunk> chunk(TenantId tenant, ListQuery query) {
        SqlParameters parameters = new SqlParameters(TENANT);
        boolean derives = query.types().stream().anyMatch(type -> DerivedSql.derives(type.name(), query.derived()));
        String base = derives ? parameters.add(baseUrl.get()) : "";
        KeysetOrder order = SortSql.order(query, parameters);
        SqlPredicate predicate = predicate(query, order, parameters);
        long passed = 0;
        List<String> behind = List.of();
        switch (query.from()) {
            case Position.Index index -> passed = index.startIndex() - 1;
            case Position.After after -> behind = order.after(after.place(), parameters);
        }
        if (predicate.isOfOne() && order.key().isEmpty() && passed == 0 && behind.isEmpty()) {
            String one = sql.page(query.types(), query.derived(), base, Pick.one(order, predicate.sql()), false);
            return run(query, predicate, one, tenant, parameters).map(rows -> chunk(rows, query.count()));
        }
        // What is passed over, or looked at in vain, is read from an index where one has all that is asked.
        boolean late = passed > 0
                || (query.filter().isPresent() && !predicate.lookup())
                || order.rows().isPresent();
        Optional<String> offset = late && behind.isEmpty() ? Optional.of(parameters.number(passed)) : Optional.empty();
        // One more than wanted tells whether there is more.
        String limit = parameters.number(query.count() + 1L);
        String text = sql.page(
                query.types(), query.derived(), base, new Pick(order, predicate.sql(), behind, offset, limit), late);
        return run(query, predicate, text, tenant, parameters).map(rows -> chunk(rows, query.count()));
    }

    Future<Optional<Place>> back(TenantId tenant, ListQuery query, Place place, int steps) {
        SqlParameters parameters = new SqlParameters(TENANT);
        KeysetOrder backwards = SortSql.order(query, parameters).reversed();
        SqlPredicate predicate = predicate(query, backwards, parameters);
        String number = parameters.number(steps + 1L);
        Pick pick = new Pick(backwards, predicate.sql(), backwards.after(place, parameters), Optional.empty(), number);
        return run(query, predicate, ResourceSql.place(pick, number), tenant, parameters)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Place(Optional.ofNullable(row.getString(1)), row.getLong(0))));
    }

    Future<Long> total(TenantId tenant, ListQuery query) {
        if (query.filter().isEmpty()) {
            String[] types = query.types().stream().map(ResourceType::name).toArray(String[]::new);
            return doors.lookup(
                            ResourceSql.total(),
                            Tuple.of(Long.toString(tenant.value())).addArrayOfString(types))
                    .map(rows -> rows.iterator().next().getLong(0));
        }
        SqlParameters parameters = new SqlParameters(TENANT);
        SqlPredicate predicate = predicate(query, parameters);
        return run(query, predicate, ResourceSql.count(predicate.sql()), tenant, parameters)
                .map(rows -> rows.getFirst().getLong(0));
    }

    private static Chunk chunk(List<Row> rows, int wanted) {
        List<StoredResource> resources = new ArrayList<>(rows.size());
        Optional<Place> first = Optional.empty();
        Optional<Place> last = Optional.empty();
        for (Row row : rows) {
            if (resources.size() == wanted) {
                break;
            }
            resources.add(ResourceRow.read(row));
            if (first.isEmpty() || resources.size() == wanted || resources.size() == rows.size()) {
                last = Optional.of(ResourceRow.place(row));
                first = first.or(() -> Optional.of(ResourceRow.place(row)));
            }
        }
        return new Chunk(resources, rows.size() > wanted, first, last);
    }

    private Future<List<Row>> run(
            ListQuery query, SqlPredicate predicate, String text, TenantId tenant, SqlParameters parameters) {
        List<Object> values = new ArrayList<>();
        values.add(Long.toString(tenant.value()));
        values.addAll(parameters.values());
        if (predicate.lookup()) {
            return lookups.find(text, values, parameters.asked());
        }
        Tuple tuple = Tuple.wrap(values);
        return (query.filter().isPresent() || query.sort().isPresent()
                        ? doors.search(text, tuple)
                        : doors.scan(text, tuple))
                .map(SharedLookups::list);
    }

    /** The rows of {@code search_value} that an order goes by are of one resource type, and none that is filtered. */
    private static SqlPredicate predicate(ListQuery query, KeysetOrder order, SqlParameters parameters) {
        return order.rows().isPresent() ? SqlPredicate.scan("TRUE") : predicate(query, parameters);
    }

    private static SqlPredicate predicate(ListQuery query, SqlParameters parameters) {
        String ofTypes = query.types().size() == 1
                ? "r.type = " + parameters.add(query.types().getFirst().name())
                : "r.type = ANY ("
                        + parameters.add(
                                query.types().stream().map(ResourceType::name).toArray(String[]::new)) + ")";
        SqlPredicate type = SqlPredicate.scan(ofTypes);
        return query.filter()
                .map(filter -> parameters.asking(() -> FilterSql.compile(filter, query.types(), parameters)))
                .map(condition -> SqlPredicate.all(List.of(type, condition)))
                .orElse(type);
    }
}
