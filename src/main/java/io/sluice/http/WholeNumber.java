package io.sluice.http;

import io.sluice.scim.ScimProblem;

/** Reads startIndex and count: any whole number is legal and clamped later, however large; anything else is refused. */
final class WholeNumber {
    /** Digits that always fit a long. */
    private static final int SAFE_DIGITS = 18;

    private WholeNumber() {}

    static long parse(String text, String name) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(character -> character >= '0' && character <= '9')) {
            throw ScimProblem.invalidValue(name + " is a whole number.").exception();
        }
        long value = digits.length() > SAFE_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
        return negative ? -value : value;
    }
}
