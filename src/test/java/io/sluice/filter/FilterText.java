package io.sluice.filter;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a filter tree as text: as a tree with every group shown, and as a filter that parses to the same tree. */
final class FilterText {
    private FilterText() {}

    static String tree(Filter filter) {
        return switch (filter) {
            case Filter.And and -> "(and " + trees(and.terms()) + ")";
            case Filter.Or or -> "(or " + trees(or.terms()) + ")";
            case Filter.Not not -> "(not " + tree(not.term()) + ")";
            case Filter.Compare compare ->
                "(" + compare.operator() + " " + compare.path() + " " + literal(compare.value()) + ")";
            case Filter.Present present -> "(PR " + present.path() + ")";
            case Filter.ValuePath path -> "[" + path.path() + " " + tree(path.condition()) + "]";
        };
    }

    static String scim(Filter filter) {
        return switch (filter) {
            case Filter.And and -> and.terms().stream().map(FilterText::grouped).collect(Collectors.joining(" and "));
            case Filter.Or or -> or.terms().stream().map(FilterText::scim).collect(Collectors.joining(" or "));
            case Filter.Not not -> "not (" + scim(not.term()) + ")";
            case Filter.Compare compare ->
                compare.path() + " " + compare.operator().name().toLowerCase(Locale.ROOT) + " "
                        + literal(compare.value());
            case Filter.Present present -> present.path() + " pr";
            case Filter.ValuePath path -> path.path() + "[" + scim(path.condition()) + "]";
        };
    }

    private static String grouped(Filter filter) {
        return filter instanceof Filter.Or ? "(" + scim(filter) + ")" : scim(filter);
    }

    private static String trees(List<Filter> filters) {
        return filters.stream().map(FilterText::tree).collect(Collectors.joining(" "));
    }

    private static String literal(Literal literal) {
        return switch (literal) {
            case Literal.Text text ->
                "\"" + text.value().codePoints().mapToObj(FilterText::escaped).collect(Collectors.joining()) + "\"";
            case Literal.Bool bool -> Boolean.toString(bool.value());
            case Literal.Num number -> number.value().toString();
            case Literal.Null ignored -> "null";
        };
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < ' ' ? String.format("\\u%04x", c) : Character.toString(c);
        };
    }
}
