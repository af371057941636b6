package io.sluice.model;

import io.sluice.Dice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The few words that sequences are made of, so that values meet each other, and the ways to spell them. */
final class Words {
    static final List<String> TYPES = List.of("work", "home", "other", "Work");
    private static final List<String> USERS =
            List.of("ann", "Ann", "ANN", "bob", "Bob@Example.com", "bob@example.com", "zo\u00eb", "ZO\u00cb", "cy");
    private static final List<String> GROUPS = List.of("Sales", "sales", "SALES", "Ops", "ops", "R&D \"x\"");
    private static final List<String> TEXTS =
            List.of("a", "A", "Babs", "b % _ \\ \"q\"", "\u00c9t\u00e9 \ud83d\ude00", "7");
    private static final List<String> VALUES = List.of("a@x.org", "A@x.org", "b@x.org", "c@y.org", "25");

    private final Dice dice;

    Words(Dice dice) {
        this.dice = dice;
    }

    /** What a client sends and what it means. */
    record Spelled(Object sent, Object meant) {}

    String op(String op) {
        return dice.oneIn(2) ? op : Character.toUpperCase(op.charAt(0)) + op.substring(1);
    }

    /** A value for the attribute at that path. */
    String text(String path) {
        return switch (path) {
            case "userName" -> dice.pick(USERS);
            case "value" -> dice.pick(VALUES);
            case "type" -> dice.pick(TYPES);
            default -> dice.pick(TEXTS);
        };
    }

    String groupName() {
        return dice.pick(GROUPS);
    }

    String stranger() {
        return new UUID(dice.below(1 << 30), dice.below(1 << 30)).toString();
    }

    Spelled flag() {
        boolean meant = dice.oneIn(2);
        return new Spelled(dice.oneIn(3) ? dice.recased(Boolean.toString(meant)) : meant, meant);
    }

    /** The path in a spelling that means the same; {@code type} is the resource type. */
    String path(String type, String path) {
        String urn = path.equals("employeeNumber") || path.equals("department") || path.equals("manager")
                ? Draft.ENTERPRISE
                : "urn:ietf:params:scim:schemas:core:2.0:" + type;
        boolean extended = urn.equals(Draft.ENTERPRISE);
        return switch (dice.below(8)) {
            case 0 -> dice.recased(path);
            case 1 -> path.equals("externalId") ? path : dice.recased(urn + ":") + path;
            case 2 -> path;
            default -> extended ? urn + ":" + path : path;
        };
    }

    /** An element of emails or roles. */
    Spelled element(String attribute) {
        Map<String, Object> sent = new LinkedHashMap<>();
        Map<String, Object> meant = new LinkedHashMap<>();
        if (attribute.equals("roles") && dice.oneIn(6)) {
            sent.put("value", "{\"id\":\"06b0\",\"value\":\"25\",\"displayName\":\"Role\"}");
            meant.put("value", "25");
            meant.put("display", "Role");
            return new Spelled(sent, meant);
        }
        put("value", text("value"), sent, meant);
        if (!dice.oneIn(4)) {
            put("type", text("type"), sent, meant);
        }
        if (dice.oneIn(3)) {
            Spelled flag = flag();
            sent.put("primary", flag.sent());
            meant.put("primary", flag.meant());
        }
        if (dice.oneIn(4)) {
            String display = text("display");
            sent.put(attribute.equals("roles") && dice.oneIn(2) ? "displayName" : "display", display);
            meant.put("display", display);
        }
        return new Spelled(sent, meant);
    }

    private void put(String sub, String value, Map<String, Object> sent, Map<String, Object> meant) {
        sent.put(dice.oneIn(10) ? dice.recased(sub) : sub, value);
        meant.put(sub, value);
    }
}
