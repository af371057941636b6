package io.sluice.model;

import io.sluice.Dice;
import java.util.List;
import java.util.Map;

/** An If-Match header, or none where it is empty. */
record Condition(String header) {
    static final Condition NONE = new Condition("");

    /** @param current the entity tag of the resource */
    static Condition of(Dice dice, String current) {
        String other = "W/\"" + (90 + dice.below(9)) + "\"";
        return new Condition(
                switch (dice.below(12)) {
                    case 0, 1 -> current;
                    case 2 -> other;
                    case 3 -> "*";
                    case 4 -> other + ", " + current;
                    default -> "";
                });
    }

    boolean isNone() {
        return header.isEmpty();
    }

    boolean holdsFor(Resource resource) {
        return isNone() || header.equals("*") || List.of(header.split(", ")).contains(resource.entityTag());
    }

    Map<String, String> headers() {
        return isNone() ? Map.of() : Map.of("If-Match", header);
    }
}
