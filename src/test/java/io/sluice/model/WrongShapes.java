package io.sluice.model;

import io.sluice.Dice;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Operations that must be refused, and with them the whole request (RFC 7644 section 3.5.2 and table 9). */
final class WrongShapes {
    private final Dice dice;

    WrongShapes(Dice dice) {
        this.dice = dice;
    }

    Operation operation() {
        return switch (dice.below(10)) {
            case 0 ->
                Operation.of("replace", dice.pick("nickNames", "urn:x:2.0:User:y"), "x", refused("400 invalidPath"));
            case 1 -> Operation.of("replace", dice.pick("id", "meta.version"), "x", refused("400 mutability"));
            case 2 -> Operation.of("move", "title", "x", refused("400 invalidSyntax"));
            case 3 -> Operation.remove("remove", "", refused("400 noTarget"));
            case 4 ->
                Operation.of(
                        "add", dice.pick("emails[type eq", "emails[", "a..b", "x y"), "x", refused("400 invalidPath"));
            case 5 -> Operation.pathless("replace", Map.of("displayName", Map.of("a", 1)), refused("400 invalidValue"));
            case 6 -> Operation.remove("add", "displayName", refused("400 invalidValue", "400 invalidSyntax"));
            case 7 ->
                Operation.pathless(
                        "add", dice.pick("x", 1, List.of("x")), refused("400 invalidValue", "400 invalidSyntax"));
            case 8 -> Operation.of("replace", "displayName", List.of("a", "b"), refused("400 invalidValue"));
            default -> Operation.of("replace", "displayName", true, refused("400 invalidValue"));
        };
    }

    private static Consumer<Draft> refused(String... answers) {
        return draft -> {
            throw Refusal.of(answers);
        };
    }
}
