package io.sluice.store.pg;

import io.sluice.schema.ResourceType;
import io.sluice.scim.TenantId;
import io.sluice.store.ListQuery;
import io.sluice.store.Page;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * One page of a query and its total. A predicate that look-ups answer goes through the door for look-ups, everything else through the bounded
 * one. The total is counted only when the page does not tell it.
 */
final class PageQuery {
    /** tenant, offset, limit come before what a page's predicate binds. */
    private static final int PAGE_PARAMETERS = 3;

    private static final int COUNT_PARAMETERS = 1;

    private final Doors doors;
    private final ResourceSql sql;
    private final Supplier<String> baseUrl;

    PageQuery(Doors doors, ResourceSql sql, Supplier<String> baseUrl) {
        this.doors = doors;
        this.sql = sql;
        this.baseUrl = baseUrl;
    }

    Future<Page> run(TenantId tenant, ListQuery query) {
        if (query.count() == 0) {
            return total(tenant, query).map(total -> new Page(total, List.of()));
        }
        return resources(tenant, query).compose(resources -> {
            long before = query.startIndex() - 1;
            boolean last = resources.size() < query.count() && (before == 0 || !resources.isEmpty());
            return last
                    ? Future.succeededFuture(new Page(before + resources.size(), resources))
                    : total(tenant, query).map(total -> new Page(total, resources));
        });
    }

    private Future<List<StoredResource>> resources(TenantId tenant, ListQuery query) {
        SqlParameters parameters = new SqlParameters(PAGE_PARAMETERS);
        boolean derives = query.types().stream().anyMatch(type -> ResourceSql.derives(type.name(), query.derived()));
        String base = derives ? parameters.add(baseUrl.get()) : "";
        SqlPredicate predicate = predicate(query, parameters);
        String orderBy = query.sort()
                .map(sort -> SortSql.orderBy(sort, query.types(), parameters))
                .orElse("r.seq");
        String text = sql.page(query.types(), query.derived(), base, predicate.sql(), orderBy);
        return run(predicate, text, tuple(tenant, parameters, query.startIndex() - 1, query.count()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ResourceRow::read)
                        .toList());
    }

    private Future<Long> total(TenantId tenant, ListQuery query) {
        if (query.filter().isEmpty()) {
            String[] types = query.types().stream().map(ResourceType::name).toArray(String[]::new);
            return doors.lookup(
                            ResourceSql.total(),
                            Tuple.of(Long.toString(tenant.value())).addArrayOfString(types))
                    .map(PageQuery::single);
        }
        SqlParameters parameters = new SqlParameters(COUNT_PARAMETERS);
        SqlPredicate predicate = predicate(query, parameters);
        return run(predicate, ResourceSql.count(predicate.sql()), tuple(tenant, parameters))
                .map(PageQuery::single);
    }

    private Future<RowSet<Row>> run(SqlPredicate predicate, String text, Tuple parameters) {
        return predicate.lookup() ? doors.lookup(text, parameters) : doors.scan(text, parameters);
    }

    private static SqlPredicate predicate(ListQuery query, SqlParameters parameters) {
        String ofTypes = query.types().size() == 1
                ? "r.type = " + parameters.add(query.types().getFirst().name())
                : "r.type = ANY ("
                        + parameters.add(
                                query.types().stream().map(ResourceType::name).toArray(String[]::new)) + ")";
        SqlPredicate type = SqlPredicate.scan(ofTypes);
        return query.filter()
                .map(filter -> SqlPredicate.all(List.of(type, FilterSql.compile(filter, query.types(), parameters))))
                .orElse(type);
    }

    private static Tuple tuple(TenantId tenant, SqlParameters parameters, Object... more) {
        Tuple tuple = Tuple.of(Long.toString(tenant.value()));
        for (Object value : more) {
            tuple.addValue(value);
        }
        parameters.values().forEach(tuple::addValue);
        return tuple;
    }

    private static Long single(RowSet<Row> rows) {
        return rows.iterator().next().getLong(0);
    }
}
