package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.filter.Literal;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.schema.CommonAttributes;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A filter on resources of one type. Attributes that are columns, member rows or index rows are compared there, all others in the document.
 *
 * @param lenient whether an unknown attribute has no value instead of being refused: so it is where several types are asked at once
 *     (RFC 7644 section 3.4.2.1)
 */
record ResourceScope(ResourceType type, boolean lenient, SqlParameters parameters) implements FilterScope {
    private static final String VALUE = "value";

    @Override
    public SqlPredicate compare(Filter.Compare compare) {
        Optional<ResolvedAttribute> resolved = resolve(compare.path());
        if (resolved.isEmpty()) {
            return SqlValue.withoutValue(compare);
        }
        // A complex attribute may be asked whether it is there; anything else is asked of its value.
        ResolvedAttribute.Plain named = plain(compare.path(), resolved.get());
        ResolvedAttribute.Plain plain = compare.value() instanceof Literal.Null ? named : withValue(named);
        return ResourceValues.of(type, plain).compare(plain.leaf(), compare, parameters);
    }

    @Override
    public SqlPredicate present(Filter.Present present) {
        return resolve(present.path())
                .map(resolved -> switch (resolved) {
                    case ResolvedAttribute.Whole whole -> presentAsWhole(whole);
                    case ResolvedAttribute.Plain plain ->
                        ResourceValues.of(type, plain).present();
                })
                .orElse(SqlPredicate.NEVER);
    }

    @Override
    public SqlPredicate valuePath(Filter.ValuePath valuePath) {
        Optional<ResolvedAttribute> resolved = resolve(valuePath.path());
        if (resolved.isEmpty()) {
            return SqlPredicate.NEVER;
        }
        ResolvedAttribute.Plain plain = plain(valuePath.path(), resolved.get());
        AttributeDefinition attribute = plain.attribute();
        if (plain.sub().isPresent() || !(attribute.isComplex() || attribute.multiValued())) {
            throw ScimProblem.invalidFilter(valuePath.path() + " has no elements to choose from by brackets.")
                    .exception();
        }
        return attribute.equals(CommonAttributes.META)
                ? new ElementScope(attribute, lenient, sub -> ResourceValues.of(type, with(plain, sub)), parameters)
                        .compile(valuePath.condition())
                : MemberSql.at(plain)
                        .map(members -> members.valuePath(valuePath.condition(), attribute, lenient, parameters))
                        .orElseGet(() -> element(plain, valuePath.condition()));
    }

    @Override
    public SqlPredicate any(List<SqlPredicate> terms) {
        return SqlPredicate.any(terms, "r.type = " + TextSql.constant(type.name()));
    }

    private SqlPredicate element(ResolvedAttribute.Plain plain, Filter condition) {
        AttributeDefinition attribute = plain.attribute();
        ElementScope scope =
                new ElementScope(attribute, lenient, sub -> DocumentSql.ofElement(attribute, sub), parameters);
        Supplier<SqlPredicate> document = () -> DocumentSql.of(plain).anyElement(scope.compile(condition));
        return attribute
                .subAttribute(VALUE)
                .flatMap(value -> SearchValueSql.valuePath(type, with(plain, value), condition, document, parameters))
                .orElseGet(document);
    }

    private SqlPredicate presentAsWhole(ResolvedAttribute.Whole whole) {
        return whole.schema().equals(type.core())
                ? SqlPredicate.ALWAYS
                : DocumentSql.ofExtension(whole.schema().id()).present();
    }

    private Optional<ResolvedAttribute> resolve(AttributePath path) {
        Optional<ResolvedAttribute> resolved = type.resolve(path);
        if (resolved.isEmpty() && !lenient) {
            throw ScimProblem.invalidFilter("A " + type.name() + " has no attribute ….")
                    .echoing(path.toString())
                    .exception();
        }
        return resolved;
    }

    private static ResolvedAttribute.Plain plain(AttributePath path, ResolvedAttribute resolved) {
        return switch (resolved) {
            case ResolvedAttribute.Plain plain -> plain;
            case ResolvedAttribute.Whole ignored -> throw noValue(path);
        };
    }

    private static ResolvedAttribute.Plain withValue(ResolvedAttribute.Plain plain) {
        if (!plain.leaf().isComplex()) {
            return plain;
        }
        AttributeDefinition value = plain.attribute()
                .subAttribute(VALUE)
                .orElseThrow(() -> noValue(AttributePath.of(plain.attribute().name())));
        return with(plain, value);
    }

    private static ResolvedAttribute.Plain with(ResolvedAttribute.Plain plain, AttributeDefinition sub) {
        return new ResolvedAttribute.Plain(plain.extension(), plain.attribute(), Optional.of(sub));
    }

    private static ScimException noValue(AttributePath path) {
        return ScimProblem.invalidFilter(path + " has no value of its own; compare one of its sub-attributes.")
                .exception();
    }
}
