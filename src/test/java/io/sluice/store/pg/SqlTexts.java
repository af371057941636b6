package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.schema.AttributePath;
import io.sluice.schema.ResourceType;
import io.sluice.store.ListQuery.Sort;
import java.util.List;
import java.util.Optional;

/** What filters and orderings become, for tests of other packages. */
public final class SqlTexts {
    private SqlTexts() {}

    public static String condition(Filter filter, List<ResourceType> types) {
        return FilterSql.compile(filter, types, new SqlParameters(1)).sql();
    }

    public static String order(AttributePath path, List<ResourceType> types) {
        return SortSql.order(Optional.of(new Sort(path, false)), types, new SqlParameters(1))
                .orderBy();
    }
}
