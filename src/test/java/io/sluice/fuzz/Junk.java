package io.sluice.fuzz;

import io.sluice.Dice;
import java.util.List;

/** Texts and edits that have broken programs before. */
final class Junk {
    /** Must never appear in SQL: values are bound. */
    static final String MARKER = "zqx";

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "ann",
            "Ann@Example.com",
            "work",
            "true",
            "null",
            "0",
            "2024-01-31T10:00:00Z",
            "9999-99-99T99:99:99Z",
            "294277-01-01T00:00:00Z",
            "2819c223-7f76-453a-919d-413861904646",
            "00000000-0000-0000-0000-00000000000",
            MARKER + "'; DROP TABLE resource; --",
            MARKER + "\" OR \"1\"=\"1",
            MARKER + "$1::text",
            "%_\\%",
            "\\",
            "\\u0041\\n",
            "{\"value\":\"25\",\"displayName\":\"Role\"}",
            "{{{{{{{{",
            "[[[[[[[[",
            "\u007f\u0085",
            "\ud83d\ude00",
            "e\u0301",
            "\u0130\u0131\u017f\u212a\u00df",
            "\uff21\uff4e\uff4e",
            "\u202etxet",
            "\ufeff",
            "\uffff",
            "\u2028\u2029\u00a0",
            "\ud835\udd5f",
            "\u0627\u0644\u0633",
            "\u0e33\u0e33\u0e33");

    private static final List<String> UNSTORABLE =
            List.of("\u0000", "a\u0000b", "\u0001\u001f", "\ud83d", "\ude00\ud83d", "\uffff\ud800x");

    private static final String SIGNS =
            "()[]{}\"'\\.,:;$%_-+*/<>=&|!?#@~` \t\r\n\u0000\u0001\u00a0\u00e9\ud83d\ude00\u212a09azAZ";
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1.5",
            "0.1e1",
            "1e5",
            "1E+400",
            "1e-400",
            "1e999999999",
            "1e2147483648",
            "-1e-999999999",
            "0.00000000000000000000000000000000000000000000000001",
            "123456789012345678901234567890.123456789012345678901234567890");
    private static final List<String> NO_NUMBERS = List.of("00", "01", "+1", "1.", ".5", "NaN", "Infinity", "0x1F");

    private Junk() {}

    static String text(Dice dice) {
        return switch (dice.below(12)) {
            case 0 -> dice.oneIn(2) ? dice.pick(UNSTORABLE) : dice.some(1, 5, "", () -> dice.pick(TEXTS));
            case 1 -> dice.some(1, 12, "", () -> Character.toString(' ' + dice.below(0x3000)));
            case 2 -> dice.oneIn(20) ? dice.pick(TEXTS).repeat(1 + dice.below(400)) : dice.pick(TEXTS);
            default -> dice.pick(TEXTS);
        };
    }

    static String number(Dice dice) {
        return switch (dice.below(40)) {
            case 0 -> dice.pick("", "-") + dice.pick("1", "9").repeat(1 + dice.below(500));
            case 1 -> dice.pick(NO_NUMBERS);
            default -> dice.pick(NUMBERS);
        };
    }

    static String word(Dice dice) {
        return dice.some(1, 12, "", () -> Character.toString(SIGNS.charAt(dice.below(SIGNS.length()))));
    }

    /** A few small injuries: something lost, doubled, moved in, cut off. */
    static String mutated(Dice dice, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int edits = 1 + dice.below(3); edits > 0; edits--) {
            int from = dice.below(mutated.length() + 1);
            int to = Math.min(mutated.length(), from + dice.below(8));
            switch (dice.below(7)) {
                case 0 -> mutated.delete(from, to);
                case 1 -> mutated.insert(from, mutated.substring(from, to).repeat(1 + dice.below(4)));
                case 2 -> mutated.insert(from, word(dice));
                case 3 -> mutated.insert(from, text(dice));
                case 4 -> mutated.replace(from, to, word(dice));
                case 5 -> mutated.setLength(from);
                default -> mutated.append(text, 0, dice.below(text.length() + 1));
            }
        }
        return mutated.toString();
    }
}
