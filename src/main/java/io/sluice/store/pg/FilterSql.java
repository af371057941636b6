package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.schema.ResourceType;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles a filter to the condition of a {@code WHERE} (RFC 7644 section 3.4.2.2). Every identifier in it comes from the schema
 * definitions, every value is a bind variable. What does not fit the definitions is refused as {@code invalidFilter}.
 */
final class FilterSql {
    private FilterSql() {}

    /** @param types one, or several whose resources are all asked for; with one, an attribute that it lacks is refused */
    static SqlPredicate compile(Filter filter, List<ResourceType> types, SqlParameters parameters) {
        if (types.size() == 1) {
            return new ResourceScope(types.getFirst(), false, parameters)
                    .compile(filter)
                    .closed();
        }
        List<SqlPredicate> each = new ArrayList<>();
        for (ResourceType type : types) {
            SqlPredicate condition = new ResourceScope(type, true, parameters).compile(filter);
            each.add(
                    condition.equals(SqlPredicate.NEVER)
                            ? condition
                            : condition.within("(r.type = " + parameters.text(type.name()) + " AND ", ")"));
        }
        return SqlPredicate.any(each, "TRUE").closed();
    }
}
