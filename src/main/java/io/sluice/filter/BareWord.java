package io.sluice.filter;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Reads a comparison value that stands without quotes: a JSON number, {@code true}, {@code false}, {@code null}, else a text as it is. */
final class BareWord {
    /** Above every number that a double holds, far below what takes PostgreSQL or BigDecimal long. */
    private static final int MAX_SCALE = 400;

    private static final int MAX_LENGTH = 400;
    private static final int MAX_EXPONENT_DIGITS = 4;

    private BareWord() {}

    /** The value, or empty where the word is a number beyond what is compared, or the beginning of an object or of another language's string. */
    static Optional<Literal> literal(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(new Literal.Bool(true));
            case "false" -> Optional.of(new Literal.Bool(false));
            case "null" -> Optional.of(new Literal.Null());
            default -> isNumber(word) ? number(word) : text(word);
        };
    }

    private static Optional<Literal> text(String word) {
        boolean refused = "{'".indexOf(word.charAt(0)) >= 0 || word.chars().anyMatch(c -> c < ' ');
        return refused ? Optional.empty() : Optional.of(new Literal.Text(word));
    }

    private static Optional<Literal> number(String word) {
        int exponent = Math.max(word.indexOf('e'), word.indexOf('E'));
        if (word.length() > MAX_LENGTH || (exponent >= 0 && word.length() - exponent - 2 > MAX_EXPONENT_DIGITS)) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(word);
        return Math.abs(value.scale()) > MAX_SCALE ? Optional.empty() : Optional.of(new Literal.Num(value));
    }

    /** Whether the word is a number of the JSON grammar (RFC 8259 section 6). */
    static boolean isNumber(String word) {
        int at = word.startsWith("-") ? 1 : 0;
        int whole = digits(word, at);
        if (whole == at || (whole > at + 1 && word.charAt(at) == '0')) {
            return false;
        }
        at = whole;
        if (at < word.length() && word.charAt(at) == '.') {
            int fraction = digits(word, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < word.length() && (word.charAt(at) == 'e' || word.charAt(at) == 'E')) {
            int sign = at + 1 < word.length() && "+-".indexOf(word.charAt(at + 1)) >= 0 ? 1 : 0;
            int exponent = digits(word, at + 1 + sign);
            return exponent > at + 1 + sign && exponent == word.length();
        }
        return at == word.length();
    }

    private static int digits(String word, int from) {
        int at = from;
        while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
