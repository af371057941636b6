package io.sluice.filter;

import io.sluice.filter.Lexer.Kind;
import io.sluice.filter.Lexer.Token;
import io.sluice.schema.AttributePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The grammar of RFC 7644 section 3.4.2.2 by descent: {@code or} over {@code and} over {@code not}, groups and comparisons. Beyond the RFC
 * it reads a value path followed by a sub-attribute ({@code emails[type eq "work"].value eq "x"}) and values without quotes. The descent goes
 * one level deeper only at a parenthesis or bracket, and those are counted first, so its depth is bounded.
 */
final class FilterGrammar {
    private static final String OPERATORS = "eq, ne, co, sw, ew, gt, ge, lt, le or pr";

    private final Lexer lexer;
    private final FilterLimits limits;
    private int depth;
    private int terms;
    private boolean insideBrackets;

    FilterGrammar(Lexer lexer, FilterLimits limits) {
        this.lexer = lexer;
        this.limits = limits;
    }

    Filter filter() {
        return chain("or", Filter.Or::new, () -> chain("and", Filter.And::new, this::term));
    }

    AttributePath path() {
        Token word = lexer.expect(Kind.WORD, "an attribute");
        AttributePath path = AttributePath.parse(word.text())
                .orElseThrow(() -> lexer.refuse(
                        word.start(), "expected an attribute, written as name, name.sub or schema-urn:name.sub"));
        boolean keyword = path.urn().isEmpty() && path.sub().isEmpty() && isOneOf(path.name(), "and", "or", "not");
        if (keyword) {
            throw lexer.refuse(word.start(), "expected an attribute, not a logical operator");
        }
        return path;
    }

    /** The condition between brackets, which must be next. */
    Filter condition(AttributePath path) {
        Token open = lexer.expect(Kind.OPEN_BRACKET, "[");
        if (insideBrackets) {
            throw lexer.refuse(open.start(), "brackets inside brackets are not allowed");
        }
        if (!path.sub().isEmpty()) {
            throw lexer.refuse(open.start(), "brackets follow an attribute, not a sub-attribute");
        }
        enter(open);
        insideBrackets = true;
        Filter condition = filter();
        insideBrackets = false;
        depth--;
        lexer.expect(Kind.CLOSE_BRACKET, "and, or, or the closing ]");
        return condition;
    }

    /** The name of the sub-attribute that follows a closing bracket, empty where there is none. */
    String subAfterBracket() {
        Token word = lexer.peek();
        if (word.kind() != Kind.WORD || !word.text().startsWith(".")) {
            return "";
        }
        String sub = lexer.next().text().substring(1);
        return AttributePath.parse(sub)
                .filter(path -> path.equals(AttributePath.of(sub)))
                .map(AttributePath::name)
                .orElseThrow(() -> lexer.refuse(word.start(), "expected the name of one sub-attribute after the dot"));
    }

    private Filter chain(String keyword, Function<List<Filter>, Filter> join, Supplier<Filter> operand) {
        Filter first = operand.get();
        if (!atKeyword(keyword)) {
            return first;
        }
        List<Filter> operands = new ArrayList<>(List.of(first));
        while (atKeyword(keyword)) {
            lexer.next();
            operands.add(operand.get());
        }
        return join.apply(operands);
    }

    private Filter term() {
        Token token = lexer.peek();
        if (token.kind() == Kind.OPEN) {
            return group();
        }
        if (token.kind() == Kind.WORD && isOneOf(token.text(), "not")) {
            lexer.next();
            return new Filter.Not(group());
        }
        AttributePath path = path();
        return lexer.peek().kind() == Kind.OPEN_BRACKET ? valuePath(path) : comparison(plainInBrackets(path, token));
    }

    private Filter group() {
        enter(lexer.expect(Kind.OPEN, "( after not"));
        Filter filter = filter();
        depth--;
        lexer.expect(Kind.CLOSE, "and, or, or the closing )");
        return filter;
    }

    private Filter valuePath(AttributePath path) {
        Filter condition = condition(path);
        String sub = subAfterBracket();
        if (sub.isEmpty()) {
            return new Filter.ValuePath(path, condition);
        }
        return new Filter.ValuePath(path, and(condition, comparison(AttributePath.of(sub))));
    }

    private Filter comparison(AttributePath path) {
        if (++terms > limits.terms()) {
            throw lexer.refuse(lexer.peek().start(), "at most " + limits.terms() + " comparisons are allowed");
        }
        Token operator = lexer.expect(Kind.WORD, "an operator: " + OPERATORS);
        if (isOneOf(operator.text(), "pr")) {
            return new Filter.Present(path);
        }
        return new Filter.Compare(path, operator(operator), literal());
    }

    private Operator operator(Token word) {
        return Stream.of(Operator.values())
                .filter(operator -> isOneOf(word.text(), operator.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> lexer.refuse(word.start(), "expected an operator: " + OPERATORS));
    }

    private Literal literal() {
        Token value = lexer.peek();
        return switch (value.kind()) {
            case TEXT -> new Literal.Text(lexer.next().text());
            case WORD -> bareWord(lexer.next());
            case OPEN_BRACKET ->
                throw lexer.refuse(value.start(), "a list cannot be compared; join comparisons with or");
            case OPEN, CLOSE, CLOSE_BRACKET, END ->
                throw lexer.refuse(
                        value.start(), "expected a value: a string in double quotes, a number, true, false or null");
        };
    }

    private Literal bareWord(Token word) {
        if (isOneOf(word.text(), "and", "or")) {
            throw lexer.refuse(word.start(), "expected a value; the words and, or as values stand in double quotes");
        }
        return BareWord.literal(word.text())
                .orElseThrow(() -> lexer.refuse(
                        word.start(),
                        "expected a string in double quotes, a number in usual range, true, false or null"));
    }

    private AttributePath plainInBrackets(AttributePath path, Token token) {
        if (insideBrackets && !(path.urn().isEmpty() && path.sub().isEmpty())) {
            throw lexer.refuse(
                    token.start(), "inside brackets a sub-attribute is named alone, without attribute or schema");
        }
        return path;
    }

    private void enter(Token open) {
        if (++depth > limits.depth()) {
            throw lexer.refuse(open.start(), "nested deeper than " + limits.depth() + " levels");
        }
    }

    private boolean atKeyword(String keyword) {
        return lexer.peek().kind() == Kind.WORD && isOneOf(lexer.peek().text(), keyword);
    }

    private static Filter and(Filter left, Filter right) {
        return new Filter.And(List.of(left, right));
    }

    private static boolean isOneOf(String word, String... keywords) {
        return Stream.of(keywords).anyMatch(word::equalsIgnoreCase);
    }
}
