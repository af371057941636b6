package io.sluice.store.pg;

import io.sluice.filter.Operator;

/** Comparisons of two SQL texts, and SQL constants. */
final class TextSql {
    private TextSql() {}

    /**
     * The text as it is compared: code point by code point, without regard to case unless {@code caseExact}. ICU's root locale lowers alike
     * whatever the locale of the database; both sides go through it.
     */
    static String comparable(String text, boolean caseExact) {
        return caseExact
                ? "(" + text + ") COLLATE \"C\""
                : "lower(normalize(" + text + ", NFC) COLLATE \"und-x-icu\") COLLATE \"C\"";
    }

    static String holds(String left, Operator operator, String right) {
        return switch (operator) {
            case CO -> "strpos(" + left + ", " + right + ") > 0";
            case SW -> "starts_with(" + left + ", " + right + ")";
            case EW -> "right(" + left + ", length(" + right + ")) = " + right;
            case EQ, NE, GT, GE, LT, LE -> left + " " + sign(operator) + " " + right;
        };
    }

    /** The pattern of LIKE that finds the text anywhere. */
    static String anywhere(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    static String sign(Operator operator) {
        return switch (operator) {
            case EQ -> "=";
            case NE -> "<>";
            case GT -> ">";
            case GE -> ">=";
            case LT -> "<";
            case LE -> "<=";
            case CO, SW, EW -> throw new IllegalArgumentException("no comparison sign: " + operator);
        };
    }

    /** An SQL string constant. For names of the schema definitions only, never for anything of a request. */
    static String constant(String name) {
        return "'" + name.replace("'", "''") + "'";
    }
}
