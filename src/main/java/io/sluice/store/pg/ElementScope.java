package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.scim.ScimProblem;
import java.util.Optional;
import java.util.function.Function;

/**
 * The condition of a value path, held against one element. Its paths are sub-attributes; where the elements are plain values, {@code value}
 * is the element itself.
 *
 * @param lenient whether an unknown sub-attribute has no value instead of being refused
 * @param values where the values of a sub-attribute are, or those of {@code attribute} where it is the element itself
 */
record ElementScope(
        AttributeDefinition attribute,
        boolean lenient,
        Function<AttributeDefinition, SqlValue> values,
        SqlParameters parameters)
        implements FilterScope {

    @Override
    public SqlPredicate compare(Filter.Compare compare) {
        return definition(compare.path())
                .map(definition -> values.apply(definition).compare(definition, compare, parameters))
                .orElseGet(() -> SqlValue.withoutValue(compare));
    }

    @Override
    public SqlPredicate present(Filter.Present present) {
        return definition(present.path())
                .map(definition -> values.apply(definition).present())
                .orElse(SqlPredicate.NEVER);
    }

    @Override
    public SqlPredicate valuePath(Filter.ValuePath valuePath) {
        throw ScimProblem.invalidFilter("Brackets inside brackets are not allowed.")
                .exception();
    }

    private Optional<AttributeDefinition> definition(AttributePath path) {
        boolean alone = path.urn().isEmpty() && path.sub().isEmpty();
        if (alone && !attribute.isComplex() && path.name().equalsIgnoreCase("value")) {
            return Optional.of(attribute);
        }
        Optional<AttributeDefinition> sub = alone ? attribute.subAttribute(path.name()) : Optional.empty();
        if (sub.isEmpty() && !lenient) {
            throw ScimProblem.invalidFilter(attribute.name() + " has no sub-attribute ….")
                    .echoing(path.toString())
                    .exception();
        }
        return sub;
    }
}
