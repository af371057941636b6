package io.sluice.store.pg;

import io.sluice.filter.Operand;
import io.sluice.filter.Operator;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ResolvedAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The values at a place in a JSON document. The path language is used in its lax mode: it takes one value for a list of one, finds nothing
 * where something is missing, and no stored value makes it fail.
 *
 * @param base SQL jsonb
 * @param steps the names on the way from there, as the schema spells them
 * @param complex whether the values are objects
 */
record DocumentSql(String base, List<Step> steps, boolean complex) implements SqlValue {
    /** The document as jsonb, in the scope that {@link SqlPredicate#closed} makes. */
    static final String DOCUMENT = "d.doc";

    /** One element of a multi-valued attribute, in the scope of {@link #anyElement}. */
    private static final String ELEMENT = "e.v";

    private static final String MANY = "[*]";
    private static final String NOT_EMPTY = " ? (@ != null && (@.type() != \"string\" || @ != \"\"))";

    record Step(String name, boolean many) {
        static Step to(AttributeDefinition attribute) {
            return new Step(attribute.name(), attribute.multiValued());
        }
    }

    static DocumentSql of(ResolvedAttribute.Plain plain) {
        List<Step> steps = new ArrayList<>();
        if (!plain.extension().isEmpty()) {
            steps.add(new Step(plain.extension(), false));
        }
        steps.add(Step.to(plain.attribute()));
        plain.sub().map(Step::to).ifPresent(steps::add);
        return new DocumentSql(DOCUMENT, steps, plain.leaf().isComplex());
    }

    static DocumentSql ofExtension(String urn) {
        return new DocumentSql(DOCUMENT, List.of(new Step(urn, false)), true);
    }

    /** The values of a sub-attribute in one element of the attribute, or the element itself. */
    static DocumentSql ofElement(AttributeDefinition attribute, AttributeDefinition sub) {
        return new DocumentSql(ELEMENT, sub.equals(attribute) ? List.of() : List.of(Step.to(sub)), false);
    }

    /** Whether one element of the values here fulfils a condition on {@link #ofElement}. */
    SqlPredicate anyElement(SqlPredicate condition) {
        String elements = "EXISTS (SELECT FROM jsonb_path_query(" + base + ", " + path(single() ? MANY : "")
                + ") AS e (v) WHERE ";
        return inBase(elements + condition.sql() + ")");
    }

    @Override
    public SqlPredicate present() {
        return inBase("jsonb_path_exists(" + base + ", " + path((complex ? ".*" : "") + NOT_EMPTY) + ")");
    }

    @Override
    public SqlPredicate holds(Operator operator, Operand operand, SqlParameters parameters) {
        return switch (operand) {
            case Operand.Text ignored ->
                each(value -> new ColumnSql.Computed(value).holds(operator, operand, parameters));
            case Operand.Moment ignored ->
                each(value -> new ColumnSql.Moment(moment(value)).holds(operator, operand, parameters));
            case Operand.Truth truth -> any(operator, parameters.truth(truth.value()));
            case Operand.Numeric number -> any(operator, parameters.number(number.value()));
            case Operand.Absent ignored -> present().negated();
        };
    }

    /** The same place read from the row, where only this is asked of the document. */
    DocumentSql alone() {
        return new DocumentSql("r.doc::jsonb", steps, complex);
    }

    /** The first value as text, the primary element's before others (RFC 7644 section 3.4.2.3); NULL where there is none. */
    String firstText() {
        if (single()) {
            return text();
        }
        String whole = names(steps);
        int many = whole.indexOf(MANY) + MANY.length();
        String primary = whole.substring(0, many) + " ? (@.\"primary\" == true)" + whole.substring(many);
        return "(coalesce(jsonb_path_query_first(" + base + ", " + TextSql.constant(primary)
                + "), jsonb_path_query_first(" + base + ", " + TextSql.constant(whole) + ")) #>> '{}')";
    }

    static String moment(String text) {
        return "(CASE WHEN pg_input_is_valid(" + text + ", 'timestamptz') THEN (" + text + ")::timestamptz END)";
    }

    private SqlPredicate any(Operator operator, String value) {
        String sign = operator == Operator.EQ ? "==" : TextSql.sign(operator);
        return inBase("jsonb_path_exists(" + base + ", " + path(" ? (@ " + sign + " $x)") + ", jsonb_build_object('x', "
                + value + "))");
    }

    private SqlPredicate each(Function<String, SqlPredicate> condition) {
        if (single()) {
            return inBase(condition.apply(text()).sql());
        }
        return inBase("EXISTS (SELECT FROM jsonb_path_query(" + base + ", " + path("") + ") AS s (v) WHERE "
                + condition.apply("(s.v #>> '{}')").sql() + ")");
    }

    private SqlPredicate inBase(String sql) {
        return base.equals(DOCUMENT) ? SqlPredicate.document(sql) : SqlPredicate.scan(sql);
    }

    private String text() {
        if (steps.isEmpty()) {
            return "(" + base + " #>> '{}')";
        }
        String objects = steps.subList(0, steps.size() - 1).stream()
                .map(step -> " -> " + TextSql.constant(step.name()))
                .collect(Collectors.joining());
        return "(" + base + objects + " ->> " + TextSql.constant(steps.getLast().name()) + ")";
    }

    private boolean single() {
        return steps.stream().noneMatch(Step::many);
    }

    private String path(String tail) {
        return TextSql.constant(names(steps) + tail);
    }

    private static String names(List<Step> steps) {
        return steps.stream()
                .map(step -> "." + quoted(step.name()) + (step.many() ? MANY : ""))
                .collect(Collectors.joining("", "$", ""));
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
