package io.sluice.operation;

import io.sluice.filter.FilterParser;
import io.sluice.schema.AttributePath;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.ListQuery;
import io.sluice.store.ListQuery.Sort;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;

/** A query with filter, order and index page (RFC 7644 section 3.4.2), over one resource type or all. */
public final class ListResources {
    /** What a client gets that asks for no count: what Okta and Entra page by. */
    private static final int DEFAULT_COUNT = 100;

    private final ResourceStore store;
    private final int maxCount;

    /** @param maxCount the most resources of one page; a larger count is lowered to it */
    public ListResources(ResourceStore store, int maxCount) {
        this.store = store;
        this.maxCount = maxCount;
    }

    public Future<Found> list(TenantId tenant, Search search) {
        long startIndex = Math.max(1, search.startIndex().orElse(1L));
        int count = (int) Math.clamp(search.count().orElse((long) DEFAULT_COUNT), 0, maxCount);
        ListQuery query = new ListQuery(
                search.types(),
                search.filter().map(FilterParser::parse),
                sort(search),
                startIndex,
                count,
                Deriving.of(search.types(), search.projection()));
        return store.list(tenant, query).map(page -> new Found(page.totalResults(), startIndex, page.resources()));
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
}
