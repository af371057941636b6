package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.filter.Literal;
import io.sluice.filter.Operand;
import io.sluice.filter.Operator;
import io.sluice.schema.AttributePath;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.Normaliser;
import io.sluice.store.IndexedAttribute;
import io.sluice.store.MatchingAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The values of an indexed attribute, by its rows in {@code search_value}. What the rows cannot answer comes from the document.
 *
 * @param attribute its code
 * @param lookup whether few resources have the same value, so that a comparison by eq is a point look-up
 * @param reversed whether the rows hold the value from its end too
 * @param elementType condition on the element's type, SQL with a leading {@code AND}, or empty
 */
record SearchValueSql(int attribute, boolean lookup, boolean reversed, String elementType, DocumentSql document)
        implements SqlValue {

    static Optional<SearchValueSql> at(ResourceType type, ResolvedAttribute.Plain plain) {
        AttributePath path = plain.path();
        DocumentSql document = DocumentSql.of(plain);
        Optional<SearchValueSql> builtIn = ResourceValues.hasIndexRows(type)
                ? IndexedAttribute.at(path).map(attribute -> of(attribute, document))
                : Optional.empty();
        // A tenant may match by what half of its users have in common.
        return builtIn.or(() -> type.matching().stream()
                .filter(attribute -> attribute.ready() && attribute.path().equals(path))
                .findFirst()
                .map(attribute -> new SearchValueSql(attribute.code(), false, false, "", document)));
    }

    private static SearchValueSql of(IndexedAttribute attribute, DocumentSql document) {
        boolean fromItsEnd = attribute == IndexedAttribute.DISPLAY_NAME || attribute == IndexedAttribute.EMAIL;
        // One person may manage everybody: an index finds them, and yet it is no point look-up.
        return new SearchValueSql(attribute.code(), attribute != IndexedAttribute.MANAGER, fromItsEnd, "", document);
    }

    /** How an index sorts by these values. */
    static Optional<SortKey> sorted(SqlValue value) {
        return value instanceof SearchValueSql rows ? Optional.of(SortKey.ofRows(rows.attribute())) : Optional.empty();
    }

    /**
     * The condition of a value path, as far as rows answer it: a comparison of {@code value}, with or without {@code type eq}. Where more
     * is asked, the document's elements are held against the whole condition too. Empty where the rows are of no use.
     */
    static Optional<SqlPredicate> valuePath(
            ResourceType type,
            ResolvedAttribute.Plain value,
            Filter condition,
            Supplier<SqlPredicate> document,
            SqlParameters parameters) {
        Optional<SearchValueSql> rows = at(type, value);
        List<Filter> rest = new ArrayList<>(condition instanceof Filter.And and ? and.terms() : List.of(condition));
        Optional<Filter.Compare> compared = take(rest, "value");
        if (rows.isEmpty() || compared.isEmpty()) {
            return Optional.empty();
        }
        boolean hasType = value.attribute().subAttribute("type").isPresent();
        String elementType = hasType
                ? take(rest, "type").map(element -> ofType(element, parameters)).orElse("")
                : "";
        SqlPredicate found = rows.get().ofElements(elementType).compare(value.leaf(), compared.get(), parameters);
        return Optional.of(rest.isEmpty() ? found : SqlPredicate.all(List.of(found, document.get())));
    }

    private SearchValueSql ofElements(String condition) {
        return new SearchValueSql(attribute, lookup, reversed, condition, document);
    }

    /** Takes the comparison of the sub-attribute out of the terms, where there is one that rows can answer. */
    private static Optional<Filter.Compare> take(List<Filter> terms, String sub) {
        for (Filter term : terms) {
            if (term instanceof Filter.Compare compare
                    && compare.path().toString().equalsIgnoreCase(sub)
                    && compare.value() instanceof Literal.Text text
                    && !text.value().isEmpty()
                    && (compare.operator() == Operator.EQ
                            || (compare.operator() != Operator.NE && sub.equals("value")))) {
                terms.remove(term);
                return Optional.of(compare);
            }
        }
        return Optional.empty();
    }

    private static String ofType(Filter.Compare type, SqlParameters parameters) {
        String key = Normaliser.key(((Literal.Text) type.value()).value());
        return " AND s.element_type = " + parameters.text(key);
    }

    @Override
    public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
        SqlPredicate found = value(operator, operand, parameters)
                .withinRows(
                        "r.id IN (SELECT s.resource_id FROM sluice.search_value s WHERE s.tenant_id = t.tenant_id"
                                + " AND s.attribute = " + attribute + elementType + " AND ",
                        ")");
        return lookup ? found : SqlPredicate.scan(found.sql());
    }

    private SqlPredicate value(Operator operator, Operand operand, SqlParameters parameters) {
        return switch (operand) {
            case Operand.Text text ->
                new ColumnSql.Stored("s.value", reversed ? "s.reversed" : "", false).holds(operator, text, parameters);
            case Operand.Numeric number -> key(operator, MatchingAttributes.key(number.value()), parameters);
            case Operand.Truth truth -> key(operator, Boolean.toString(truth.value()), parameters);
            case Operand.Moment ignored -> throw new IllegalArgumentException("moments are not indexed");
            case Operand.Absent ignored -> throw new IllegalArgumentException("what is absent has no row");
        };
    }

    private static SqlPredicate key(Operator operator, String key, SqlParameters parameters) {
        return SqlPredicate.scan("s.value " + TextSql.sign(operator) + " " + parameters.text(key));
    }

    @Override
    public SqlPredicate present() {
        return document.present();
    }
}
