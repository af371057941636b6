package io.sluice.store.pg;

import io.sluice.filter.Filter;
import java.util.List;

/** What the paths of a filter mean where it is applied: to a resource of one type, or to one element of an attribute. */
interface FilterScope {
    SqlPredicate compare(Filter.Compare compare);

    SqlPredicate present(Filter.Present present);

    SqlPredicate valuePath(Filter.ValuePath valuePath);

    default SqlPredicate any(List<SqlPredicate> terms) {
        return SqlPredicate.any(terms);
    }

    default SqlPredicate compile(Filter filter) {
        return switch (filter) {
            case Filter.And and ->
                SqlPredicate.all(and.terms().stream().map(this::compile).toList());
            case Filter.Or or -> any(or.terms().stream().map(this::compile).toList());
            case Filter.Not not -> compile(not.term()).negated();
            case Filter.Compare compare -> compare(compare);
            case Filter.Present present -> present(present);
            case Filter.ValuePath valuePath -> valuePath(valuePath);
        };
    }
}
