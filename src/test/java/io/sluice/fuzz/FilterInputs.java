package io.sluice.fuzz;

import io.sluice.Dice;
import io.sluice.schema.ResourceType;

/** Filters and PATCH paths: by the grammar, injured, and bombs. */
final class FilterInputs {
    private final Dice dice;
    private final ResourceType type;

    /** @param type whose attributes are named, most of the time */
    FilterInputs(Dice dice, ResourceType type) {
        this.dice = dice;
        this.type = type;
    }

    String filter() {
        if (dice.oneIn(150)) {
            return bomb();
        }
        String filter = expression(dice.below(5));
        return switch (dice.below(40)) {
            case 0, 1, 2, 3, 4 -> Junk.mutated(dice, filter);
            case 5 -> Junk.word(dice);
            default -> filter;
        };
    }

    String path() {
        if (dice.oneIn(300)) {
            return bomb();
        }
        String path = dice.oneIn(2)
                ? Names.path(dice, type)
                : list() + "[" + condition(dice.below(3)) + "]" + (dice.oneIn(2) ? "." + Names.sub(dice) : "");
        return dice.oneIn(8) ? Junk.mutated(dice, path) : path;
    }

    private String expression(int depth) {
        if (depth == 0) {
            return term();
        }
        return switch (dice.below(7)) {
            case 0 -> expression(depth - 1) + dice.pick(" and ", " AND ", " or ") + expression(depth - 1);
            case 1 -> dice.some(2, 5, dice.pick(" or ", " and "), () -> term());
            case 2 -> dice.pick("not (", "not(", "NOT (") + expression(depth - 1) + ")";
            case 3 -> "(" + expression(depth - 1) + ")";
            case 4 -> (dice.oneIn(9) ? "not " : "not (") + term() + ") and " + expression(depth - 1);
            default -> expression(depth - 1);
        };
    }

    private String term() {
        return switch (dice.below(8)) {
            case 0 -> Names.path(dice, type) + dice.pick(" pr", " PR");
            case 1 -> list() + "[" + condition(dice.below(3)) + "]";
            case 2 -> list() + "[" + condition(dice.below(2)) + "]." + Names.sub(dice) + comparison();
            default -> Names.path(dice, type) + comparison();
        };
    }

    /** Something that has elements, most of the time. */
    private String list() {
        if (dice.oneIn(20)) {
            return Names.path(dice, type);
        }
        return type.name().equals("User")
                ? dice.pick("emails", "phoneNumbers", "roles", "ims", "photos", "x509Certificates", "groups", "EMAILS")
                : "members";
    }

    private String condition(int depth) {
        if (depth == 0) {
            return dice.oneIn(8) ? Names.sub(dice) + " pr" : Names.sub(dice) + comparison();
        }
        return switch (dice.below(4)) {
            case 0 -> "not (" + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + ")";
            default -> condition(depth - 1) + dice.pick(" and ", " or ") + condition(depth - 1);
        };
    }

    private String comparison() {
        String operator = dice.oneIn(30)
                ? dice.pick("=", "eqq", "like", "is", "in", "", "re")
                : dice.pick("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "Eq", "CO");
        return " " + operator + " " + literal();
    }

    private String literal() {
        return switch (dice.below(10)) {
            case 0 -> dice.oneIn(4) ? Junk.number(dice) : "\"work\"";
            case 1 -> dice.pick("true", "false", "null", "True", "\"a\"", "\"2024-01-31T10:00:00Z\"");
            case 2 -> dice.pick("bare", "54D382A4-2050-4C03-94D1-E769F1D15682", "a@b.c", "", "and");
            default -> BodyInputs.string(dice, Junk.text(dice));
        };
    }

    /** Deep, long, many: what costs much where nothing bounds it. */
    private String bomb() {
        int size = 1 << dice.below(15);
        String term = Names.path(dice, type) + " eq \"a\"";
        return switch (dice.below(9)) {
            case 0 -> "(".repeat(size) + term + ")".repeat(size);
            case 1 -> "not (".repeat(size) + term + ")".repeat(size);
            case 2 -> "emails[".repeat(size);
            case 3 -> dice.some(size / 16, size / 16, dice.pick(" or ", " and "), () -> term());
            case 4 -> "userName eq \"" + "\\u0041".repeat(size) + "\"";
            case 5 -> "userName co \"" + Junk.text(dice).replace('"', 'q').repeat(size / 4) + "\"";
            case 6 -> "active eq " + "9".repeat(size) + "e" + "9".repeat(9);
            case 7 -> dice.some(size / 8, size / 8, "", () -> Junk.word(dice));
            default -> "a".repeat(size) + "." + "b:".repeat(size / 2) + " pr";
        };
    }
}
