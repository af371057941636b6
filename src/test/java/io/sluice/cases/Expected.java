package io.sluice.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Holds a JSON value against what a case expects of it.
 *
 * <p>An object matches where each member expected is there and matches; others are not looked at, unless the member {@code <keys>} lists
 * all that may be there. A list matches in any order and whole (RFC 7643 section 2.4 gives the order no meaning); the object
 * {@code {"<ordered>": [...]}} asks for the order too, {@code {"<contains>": [...]}} allows further elements, {@code {"<size>": 3}} counts.
 * Texts in angle brackets: {@code <any>} there and not null, {@code <absent>} not there, {@code <empty>} not there or without content,
 * {@code <uuid>}, {@code <timestamp>}, {@code <text>} non-empty, {@code <integer>}, {@code <contains x>}, {@code <starts x>}, {@code <ends x>},
 * {@code <one of x y>}.
 */
final class Expected {

    private Expected() {}

    /** What is wrong with {@code actual}, one line each; empty when it matches. */
    static List<String> differences(JsonNode expected, JsonNode actual) {
        List<String> differences = new ArrayList<>();
        compare("body", expected, actual, differences);
        return differences;
    }

    /** As {@link #differences}, for the value of a header: empty text is an absent header. */
    static boolean matchesText(String expected, String actual) {
        return expected.equals("<absent>")
                ? actual.isEmpty()
                : expected.startsWith("<")
                        ? matchesPattern(expected, TextNode.valueOf(actual))
                        : expected.equals(actual);
    }

    private static void compare(String path, JsonNode expected, JsonNode actual, List<String> differences) {
        boolean matches = switch (expected.getNodeType()) {
            case OBJECT -> {
                compareObject(path, (ObjectNode) expected, actual, differences);
                yield true;
            }
            case ARRAY -> {
                compareList(path, (ArrayNode) expected, actual, Order.ANY, differences);
                yield true;
            }
            case STRING ->
                expected.textValue().startsWith("<")
                        ? matchesPattern(expected.textValue(), actual)
                        : expected.equals(actual);
            case NUMBER -> actual.isNumber() && expected.decimalValue().compareTo(actual.decimalValue()) == 0;
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> expected.equals(actual);
        };
        if (!matches) {
            differences.add("%s: expected %s but was %s".formatted(path, expected, shown(actual)));
        }
    }

    private static void compareObject(String path, ObjectNode expected, JsonNode actual, List<String> differences) {
        if (expected.has("<ordered>")) {
            compareList(path, (ArrayNode) expected.path("<ordered>"), actual, Order.KEPT, differences);
            return;
        }
        if (expected.has("<contains>")) {
            compareList(path, (ArrayNode) expected.path("<contains>"), actual, Order.PART, differences);
            return;
        }
        if (expected.has("<size>")) {
            if (!actual.isArray() || actual.size() != expected.path("<size>").asInt()) {
                differences.add(
                        "%s: expected %s elements but was %s".formatted(path, expected.path("<size>"), shown(actual)));
            }
            return;
        }
        if (!actual.isObject()) {
            differences.add("%s: expected an object but was %s".formatted(path, shown(actual)));
            return;
        }
        expected.fields().forEachRemaining(member -> {
            if (member.getKey().equals("<keys>")) {
                compareKeys(path, (ArrayNode) member.getValue(), (ObjectNode) actual, differences);
            } else {
                compare(path + "." + member.getKey(), member.getValue(), actual.path(member.getKey()), differences);
            }
        });
    }

    private static void compareKeys(String path, ArrayNode expected, ObjectNode actual, List<String> differences) {
        TreeSet<String> wanted = new TreeSet<>();
        expected.forEach(key -> wanted.add(key.textValue()));
        TreeSet<String> found = new TreeSet<>();
        actual.fieldNames().forEachRemaining(found::add);
        if (!wanted.equals(found)) {
            differences.add("%s: expected the members %s but was %s".formatted(path, wanted, found));
        }
    }

    private enum Order {
        KEPT,
        ANY,
        PART
    }

    private static void compareList(
            String path, ArrayNode expected, JsonNode actual, Order order, List<String> differences) {
        if (!actual.isArray()) {
            differences.add("%s: expected a list but was %s".formatted(path, shown(actual)));
            return;
        }
        if (order != Order.PART && actual.size() != expected.size()) {
            differences.add("%s: expected %d elements but was %s".formatted(path, expected.size(), shown(actual)));
            return;
        }
        List<JsonNode> left = new ArrayList<>();
        actual.forEach(left::add);
        for (int i = 0; i < expected.size(); i++) {
            if (order == Order.KEPT) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i), differences);
            } else {
                // First fit: an ambiguous pattern can fail a case wrongly but never pass one wrongly.
                JsonNode pattern = expected.get(i);
                left.stream()
                        .filter(element -> differences(pattern, element).isEmpty())
                        .findFirst()
                        .ifPresentOrElse(
                                left::remove,
                                () -> differences.add(
                                        "%s: expected an element %s but left were %s".formatted(path, pattern, left)));
            }
        }
    }

    private static boolean matchesPattern(String pattern, JsonNode actual) {
        String text = actual.asText();
        return switch (pattern.contains(" ") ? pattern.substring(0, pattern.indexOf(' ')) : pattern) {
            case "<any>" -> !actual.isMissingNode() && !actual.isNull();
            case "<absent>" -> actual.isMissingNode();
            case "<empty>" ->
                actual.isMissingNode()
                        || actual.isNull()
                        || (actual.isContainerNode() ? actual.isEmpty() : actual.isTextual() && text.isEmpty());
            case "<text>" -> actual.isTextual() && !text.isBlank();
            case "<integer>" -> actual.isIntegralNumber();
            case "<uuid>" -> actual.isTextual() && isUuid(text);
            case "<timestamp>" -> actual.isTextual() && isTimestamp(text);
            case "<contains" -> actual.isTextual() && text.contains(argument(pattern));
            case "<starts" -> actual.isTextual() && text.startsWith(argument(pattern));
            case "<one" ->
                actual.isTextual() && List.of(argument(pattern).split(" ")).contains(text);
            case "<ends" -> actual.isTextual() && text.endsWith(argument(pattern));
            default -> throw new IllegalStateException("no such pattern: " + pattern);
        };
    }

    private static String argument(String pattern) {
        return pattern.substring(pattern.indexOf(' ') + 1, pattern.length() - 1);
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isTimestamp(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static String shown(JsonNode actual) {
        return actual instanceof MissingNode ? "absent" : actual.toString();
    }
}
