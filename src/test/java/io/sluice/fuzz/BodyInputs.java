package io.sluice.fuzz;

import io.sluice.Dice;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Bodies of POST and PATCH, as text that need not be JSON and bytes that need not be UTF-8. */
final class BodyInputs {
    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private final Dice dice;
    private final ResourceType type;

    BodyInputs(Dice dice, ResourceType type) {
        this.dice = dice;
        this.type = type;
    }

    byte[] patch() {
        return injured(dice.oneIn(300) ? bomb() : patchText());
    }

    byte[] resource() {
        return injured(dice.oneIn(300) ? bomb() : resourceText());
    }

    /** A JSON string with that text; characters are escaped, or left as they are, by chance. */
    static String string(Dice dice, String text) {
        StringBuilder json = new StringBuilder("\"");
        boolean escaping = dice.oneIn(3);
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || (Character.isSurrogate(c) && escaping)) {
                json.append(dice.oneIn(40) ? Character.toString(c) : "\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** One more member of an object, its value any. */
    String field(String name) {
        return "," + string(dice, name) + ":" + any(2);
    }

    private String patchText() {
        String operations = "[" + dice.some(dice.oneIn(40) ? 0 : 1, 4, ",", () -> operation()) + "]";
        if (dice.oneIn(40)) {
            operations = any(2);
        }
        String schemas = dice.oneIn(30) ? any(1) : "[\"" + PATCH_OP + "\"]";
        return "{\"schemas\":" + schemas + "," + dice.pick("\"Operations\"", "\"operations\"") + ":" + operations + "}";
    }

    private String operation() {
        String op = dice.oneIn(40)
                ? any(1)
                : dice.pick("\"add\"", "\"Add\"", "\"replace\"", "\"Replace\"", "\"remove\"", "\"Remove\"");
        String before = "{\"op\":" + op;
        boolean removal = op.equalsIgnoreCase("\"remove\"");
        if (dice.oneIn(removal ? 40 : 4)) {
            String value = dice.oneIn(15) ? any(2) : attributes(naming());
            return before + ",\"value\":" + value + "}";
        }
        AttributeDefinition attribute = dice.pick(type.core().attributes());
        String path = dice.oneIn(5) ? new FilterInputs(dice, type).path() : pathOf(attribute);
        String value = dice.oneIn(20) ? any(3) : value(attribute);
        return before + ",\"path\":" + (dice.oneIn(60) ? any(1) : string(dice, path))
                + (dice.oneIn(removal ? 2 : 40) ? "" : ",\"value\":" + value) + "}";
    }

    private String pathOf(AttributeDefinition attribute) {
        if (attribute.subAttributes().isEmpty() || dice.oneIn(3)) {
            return attribute.name();
        }
        String sub = dice.pick(attribute.subAttributes()).name();
        if (attribute.name().equals("members") && !dice.oneIn(15)) {
            return "members[value eq \"" + member() + "\"]";
        }
        return attribute.multiValued() && !dice.oneIn(3)
                ? attribute.name() + "[type eq \"" + dice.pick("work", "home", "x") + "\"]." + sub
                : attribute.name() + "." + sub;
    }

    private String resourceText() {
        return attributes(dice.oneIn(30) ? Names.path(dice, type) : naming());
    }

    /** The attribute that must be there and be unique. */
    private String naming() {
        return type.name().equals("User") ? "userName" : "displayName";
    }

    /** An object of attributes of the type, the first by that name. */
    private String attributes(String first) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put(first, string(dice, name()));
        for (int more = dice.below(7); more > 0; more--) {
            addTo(named);
        }
        return object(named, dice.oneIn(40) ? string(dice, dice.recased(first)) + ":1," : "");
    }

    private void addTo(Map<String, String> named) {
        if (dice.oneIn(12)) {
            named.put(Names.path(dice, type), any(3));
        } else if (dice.oneIn(6) && !type.extensions().isEmpty()) {
            named.put(type.extensions().getFirst().schema().id(), dice.oneIn(15) ? any(2) : extension());
        } else {
            AttributeDefinition attribute = dice.pick(type.core().attributes());
            named.putIfAbsent(attribute.name(), value(attribute));
        }
    }

    private String extension() {
        AttributeDefinition attribute =
                dice.pick(type.extensions().getFirst().schema().attributes());
        return "{" + string(dice, attribute.name()) + ":" + value(attribute) + "}";
    }

    /** Few, so that most are taken. */
    private String name() {
        return dice.oneIn(25) ? Junk.text(dice) : dice.pick("u", "U", "g") + dice.below(40);
    }

    /** A value that mostly fits the attribute. */
    private String value(AttributeDefinition attribute) {
        if (dice.oneIn(30)) {
            return any(3);
        }
        if (!attribute.multiValued()) {
            return single(attribute);
        }
        return dice.oneIn(6) ? single(attribute) : "[" + dice.some(0, 4, ",", () -> single(attribute)) + "]";
    }

    private String single(AttributeDefinition attribute) {
        if (attribute.name().equals("members") && !dice.oneIn(15)) {
            return "{\"value\":\"" + member() + "\"}";
        }
        if (attribute.isComplex()) {
            return complex(attribute);
        }
        return switch (attribute.type()) {
            case BOOLEAN -> dice.pick("true", "false", "\"True\"", "\"FALSE\"", "null", "\"\"");
            case INTEGER, DECIMAL -> Junk.number(dice);
            default ->
                dice.oneIn(3) ? string(dice, Junk.text(dice)) : dice.pick("\"work\"", "\"a@b.c\"", "\"1\"", "null");
        };
    }

    private String complex(AttributeDefinition attribute) {
        Map<String, String> subs = new LinkedHashMap<>();
        for (int more = 1 + dice.below(3); more > 0; more--) {
            AttributeDefinition sub = dice.pick(attribute.subAttributes());
            subs.put(dice.oneIn(12) ? dice.recased(sub.name()) : sub.name(), single(sub));
        }
        return object(subs, "");
    }

    private String object(Map<String, String> members, String before) {
        return members.entrySet().stream()
                .map(entry -> string(dice, entry.getKey()) + ":" + entry.getValue())
                .collect(Collectors.joining(",", "{" + before, "}"));
    }

    private UUID member() {
        return new UUID(0, dice.below(60));
    }

    /** Any JSON value. */
    private String any(int depth) {
        return switch (dice.below(depth == 0 ? 6 : 9)) {
            case 0 -> "null";
            case 1 -> dice.pick("true", "false");
            case 2 -> Junk.number(dice);
            case 3, 4, 5 -> string(dice, Junk.text(dice));
            case 6 -> "[" + dice.some(0, 4, ",", () -> any(depth - 1)) + "]";
            default -> "{" + dice.some(0, 4, ",", () -> string(dice, Names.sub(dice)) + ":" + any(depth - 1)) + "}";
        };
    }

    private String bomb() {
        int size = 1 << dice.below(14);
        return switch (dice.below(10)) {
            case 0 -> "[".repeat(size);
            case 1 -> "{\"a\":".repeat(size) + "1" + "}".repeat(size);
            case 2 -> "{\"userName\":\"" + "x".repeat(size * 4) + "\",\"displayName\":\"x\"}";
            case 3 -> "{\"userName\":" + "9".repeat(size) + "}";
            case 4 -> "{" + dice.some(size / 16, size / 16, ",", () -> string(dice, Junk.word(dice)) + ":1") + "}";
            case 5 -> "{\"" + "n".repeat(size) + "\":1}";
            case 6 -> "{\"Operations\":[" + dice.some(size / 16, size / 16, ",", () -> operation()) + "]}";
            case 7 -> {
                String elements =
                        dice.some(size / 16, size / 16, ",", () -> "{\"value\":" + string(dice, Junk.text(dice)) + "}");
                yield "{\"userName\":\"u1\",\"displayName\":\"g1\",\"emails\":[" + elements
                        + "],\"Operations\":[{\"op\":\"add\",\"path\":\"emails\",\"value\":[" + elements + "]}]}";
            }
            case 8 -> {
                String operation = operation();
                yield "{\"Operations\":[" + dice.some(size / 16, size / 16, ",", () -> operation) + "]}";
            }
            default ->
                "{\"Operations\":[{\"op\":\"replace\",\"path\":" + string(dice, new FilterInputs(dice, type).path())
                        + ",\"value\":" + "[".repeat(dice.below(40)) + any(5) + "]".repeat(dice.below(40)) + "}]}";
        };
    }

    private byte[] injured(String text) {
        String injured = dice.oneIn(10) ? Junk.mutated(dice, text) : text;
        byte[] bytes = injured.getBytes(StandardCharsets.UTF_8);
        if (dice.oneIn(60) && bytes.length > 0) {
            bytes[dice.below(bytes.length)] = (byte) dice.below(256);
        }
        return bytes;
    }
}
