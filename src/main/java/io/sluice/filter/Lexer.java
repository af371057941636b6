package io.sluice.filter;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.function.Function;

/**
 * Cuts a filter or a PATCH path into tokens, one at a time and each character once. The length is checked before anything is read.
 * Refusals are made by {@code problem}, so that a filter answers {@code invalidFilter} and a path {@code invalidPath}.
 */
final class Lexer {
    enum Kind {
        /** A run of anything but white space, quotes, parentheses and brackets. */
        WORD,
        /** A JSON string, its escapes resolved. */
        TEXT,
        OPEN,
        CLOSE,
        OPEN_BRACKET,
        CLOSE_BRACKET,
        END
    }

    /** @param start offset of its first character, @param end offset after its last one */
    record Token(Kind kind, String text, int start, int end) {}

    private final String input;
    private final Function<String, ScimProblem> problem;
    private Token token;

    Lexer(String input, FilterLimits limits, Function<String, ScimProblem> problem) {
        this.input = input;
        this.problem = problem;
        if (input.length() > limits.length()) {
            throw problem.apply("At most " + limits.length() + " characters are read; send a shorter text.")
                    .exception();
        }
        this.token = read(0);
    }

    Token peek() {
        return token;
    }

    Token next() {
        Token current = token;
        token = read(current.end());
        return current;
    }

    Token expect(Kind kind, String expected) {
        if (token.kind() != kind) {
            throw refuse(token.start(), "expected " + expected);
        }
        return next();
    }

    /** The exception for what is wrong at an offset; positions are told from 1. */
    ScimException refuse(int offset, String detail) {
        String where = offset >= input.length() ? "At the end: " : "At character " + (offset + 1) + ": ";
        return problem.apply(where + detail + ".").exception();
    }

    private Token read(int from) {
        int start = from;
        while (start < input.length() && isSpace(input.charAt(start))) {
            start++;
        }
        if (start == input.length()) {
            return new Token(Kind.END, "", start, start);
        }
        return switch (input.charAt(start)) {
            case '(' -> sign(Kind.OPEN, start);
            case ')' -> sign(Kind.CLOSE, start);
            case '[' -> sign(Kind.OPEN_BRACKET, start);
            case ']' -> sign(Kind.CLOSE_BRACKET, start);
            case '"' -> text(start);
            default -> word(start);
        };
    }

    private Token sign(Kind kind, int start) {
        return new Token(kind, input.substring(start, start + 1), start, start + 1);
    }

    private Token word(int start) {
        int end = start;
        while (end < input.length() && isWord(input.charAt(end))) {
            end++;
        }
        String word = input.substring(start, end);
        requireStorable(word, start);
        return new Token(Kind.WORD, word, start, end);
    }

    private Token text(int start) {
        StringBuilder value = new StringBuilder();
        int at = start + 1;
        while (at < input.length() && input.charAt(at) != '"') {
            char c = input.charAt(at);
            if (c < ' ') {
                throw refuse(at, "a control character in a string is written as an escape");
            }
            if (c != '\\') {
                value.append(c);
                at++;
            } else {
                value.append(escaped(at));
                at += input.charAt(at + 1) == 'u' ? 6 : 2;
            }
        }
        if (at == input.length()) {
            throw refuse(start, "the string that begins here has no closing quote");
        }
        String text = value.toString();
        requireStorable(text, start);
        return new Token(Kind.TEXT, text, start, at + 1);
    }

    private char escaped(int backslash) {
        char c = backslash + 1 < input.length() ? input.charAt(backslash + 1) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit(backslash);
            default -> throw refuse(backslash, "unknown escape in a string; a backslash itself is written twice");
        };
    }

    private char codeUnit(int backslash) {
        int unit = 0;
        for (int at = backslash + 2; at < backslash + 6; at++) {
            int digit = at < input.length() ? hexDigit(input.charAt(at)) : -1;
            if (digit < 0) {
                throw refuse(backslash, "expected four hexadecimal digits after \\u");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** PostgreSQL stores neither NUL nor half a surrogate pair, so no stored value can equal such a text. */
    private void requireStorable(String text, int start) {
        boolean storable = text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
        if (!storable) {
            throw refuse(start, "NUL and unpaired surrogates are not allowed in a value");
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isWord(char c) {
        return !isSpace(c) && c != '(' && c != ')' && c != '[' && c != ']' && c != '"';
    }
}
