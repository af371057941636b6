package io.sluice.filter;

import io.sluice.scim.ScimProblem;

/**
 * Reads the text of a filter (RFC 7644 section 3.4.2.2) into its tree. Names and operators keep the client's spelling and mean the same in
 * any case. What cannot be read, or exceeds the limits, is refused as {@code invalidFilter} with the place and what was expected there.
 */
public final class FilterParser {
    private FilterParser() {}

    public static Filter parse(String text) {
        return parse(text, FilterLimits.DEFAULT);
    }

    public static Filter parse(String text, FilterLimits limits) {
        Lexer lexer = new Lexer(text, limits, ScimProblem::invalidFilter);
        Filter filter = new FilterGrammar(lexer, limits).filter();
        lexer.expect(Lexer.Kind.END, "and, or, or the end of the filter; a value with spaces stands in double quotes");
        return filter;
    }
}
