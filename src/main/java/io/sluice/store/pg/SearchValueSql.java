package io.sluice.store.pg;

import io.sluice.filter.Filter;
import io.sluice.filter.Literal;
import io.sluice.filter.Operand;
import io.sluice.filter.Operator;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.scim.Normaliser;
import io.sluice.store.IndexedAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The values of an indexed attribute, by its rows in {@code search_value}. What the rows cannot answer comes from the document.
 *
 * @param elementType condition on the element's type, SQL with a leading {@code AND}, or empty
 */
record SearchValueSql(IndexedAttribute attribute, String elementType, DocumentSql document) implements SqlValue {

    static Optional<SearchValueSql> at(ResolvedAttribute.Plain plain) {
        AttributePath path = new AttributePath(
                plain.extension(),
                plain.attribute().name(),
                plain.sub().map(AttributeDefinition::name).orElse(""));
        return IndexedAttribute.at(path).map(attribute -> new SearchValueSql(attribute, "", DocumentSql.of(plain)));
    }

    /**
     * The condition of a value path, as far as rows answer it: a comparison of {@code value}, with or without {@code type eq}. Where more
     * is asked, the document's elements are held against the whole condition too. Empty where the rows are of no use.
     */
    static Optional<SqlPredicate> valuePath(
            ResolvedAttribute.Plain value,
            Filter condition,
            Supplier<SqlPredicate> document,
            SqlParameters parameters) {
        Optional<SearchValueSql> rows = at(value);
        List<Filter> rest = new ArrayList<>(condition instanceof Filter.And and ? and.terms() : List.of(condition));
        Optional<Filter.Compare> compared = take(rest, "value");
        if (rows.isEmpty() || compared.isEmpty()) {
            return Optional.empty();
        }
        boolean hasType = value.attribute().subAttribute("type").isPresent();
        String elementType = hasType
                ? take(rest, "type").map(type -> ofType(type, parameters)).orElse("")
                : "";
        SqlPredicate found = new SearchValueSql(
                        rows.get().attribute(), elementType, rows.get().document())
                .compare(value.leaf(), compared.get(), parameters);
        return Optional.of(rest.isEmpty() ? found : SqlPredicate.all(List.of(found, document.get())));
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
        boolean fromItsEnd = attribute == IndexedAttribute.DISPLAY_NAME || attribute == IndexedAttribute.EMAIL;
        SqlPredicate found = new ColumnSql.Stored("s.value", fromItsEnd ? "s.reversed" : "")
                .holds(operator, operand, parameters)
                .withinRows(
                        "r.id IN (SELECT s.resource_id FROM sluice.search_value s WHERE s.tenant_id = t.tenant_id"
                                + " AND s.attribute = " + attribute.code() + elementType + " AND ",
                        ")");
        // One person may manage everybody: an index finds them, and yet it is no point look-up.
        return attribute == IndexedAttribute.MANAGER ? SqlPredicate.scan(found.sql()) : found;
    }

    @Override
    public SqlPredicate present() {
        return document.present();
    }
}
