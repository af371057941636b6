package io.sluice.filter;

import io.sluice.schema.AttributePath;
import io.sluice.scim.ScimProblem;
import java.util.Optional;

/**
 * Reads the {@code path} of a PATCH operation (RFC 7644 section 3.5.2, figure 7): an attribute, a whole extension by its URN, or elements
 * chosen by a condition with or without a sub-attribute. What cannot be read, or exceeds the limits, is refused as {@code invalidPath}.
 */
public final class PatchPathParser {
    private PatchPathParser() {}

    public static PatchPath parse(String text) {
        return parse(text, FilterLimits.DEFAULT);
    }

    public static PatchPath parse(String text, FilterLimits limits) {
        Lexer lexer = new Lexer(text, limits, ScimProblem::invalidPath);
        FilterGrammar grammar = new FilterGrammar(lexer, limits);
        AttributePath attribute = grammar.path();
        if (lexer.peek().kind() == Lexer.Kind.END) {
            return new PatchPath(attribute, Optional.empty());
        }
        Filter condition = grammar.condition(attribute);
        String sub = grammar.subAfterBracket();
        lexer.expect(Lexer.Kind.END, "the end of the path");
        return new PatchPath(attribute.withSub(sub), Optional.of(condition));
    }
}
