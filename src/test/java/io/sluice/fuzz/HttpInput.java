package io.sluice.fuzz;

import io.sluice.Dice;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A generated request. The path is as it goes into the request line. */
record HttpInput(String method, String path, Buffer body) {
    /** What fits the request line; a server may close the connection over a longer one while it is still being sent. */
    private static final int LONGEST_PATH = 16_000;

    private static final List<ResourceType> TYPES =
            BuiltInSchemas.resourceTypes().all();

    /** @param ids of resources that were there once, those of users before those of groups */
    static HttpInput of(Dice dice, List<String> users, List<String> groups) {
        HttpInput input = any(dice, users, groups);
        return input.path.length() <= LONGEST_PATH ? input : of(dice, users, groups);
    }

    private static HttpInput any(Dice dice, List<String> users, List<String> groups) {
        ResourceType type = dice.pick(TYPES);
        String endpoint = type.endpoint();
        String one = endpoint + "/" + dice.pick(type.name().equals("User") ? users : groups);
        return switch (dice.below(8)) {
            case 0, 1, 2 ->
                new HttpInput("GET", (dice.oneIn(10) ? "/" : endpoint) + query(dice, type), Buffer.buffer());
            case 3, 4 -> new HttpInput("POST", (dice.oneIn(10) ? "" : endpoint) + "/.search", search(dice, type));
            case 5, 6 -> new HttpInput("PATCH", one + answered(dice, type), body(new BodyInputs(dice, type).patch()));
            default ->
                new HttpInput("POST", endpoint + answered(dice, type), body(new BodyInputs(dice, type).resource()));
        };
    }

    /** For a report. */
    String shown() {
        String text = method + " " + path + "\n" + body;
        return text.length() <= 1_500 ? text : text.substring(0, 1_500) + "...";
    }

    private static String query(Dice dice, ResourceType type) {
        if (dice.oneIn(50)) {
            // Escapes that are none, and whatever else a request line can hold.
            return "?filter=" + dice.pick("%", "%zz", "%u0041", "%c3%28", "%ed%a0%80", "%00", "a=b&&=&filter", "%2")
                    + "&"
                    + Junk.text(dice)
                            .chars()
                            .filter(c -> c > ' ' && c < 127)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        }
        return "?count=" + dice.below(4) + "&filter=" + encoded(new FilterInputs(dice, type).filter())
                + (dice.oneIn(4) ? "&sortBy=" + encoded(Names.path(dice, type)) : "")
                + (dice.oneIn(8) ? "&startIndex=" + encoded(Junk.number(dice)) : "")
                + (dice.oneIn(8) ? "&" + projection(dice, type) : "");
    }

    private static Buffer search(Dice dice, ResourceType type) {
        String more = dice.oneIn(10) ? new BodyInputs(dice, type).field("attributes") : "";
        String sort = dice.oneIn(3)
                ? ",\"sortBy\":" + BodyInputs.string(dice, Names.path(dice, type)) + ",\"sortOrder\":"
                        + dice.pick("\"ascending\"", "\"descending\"", "\"Descending\"", "\"up\"", "null")
                : "";
        String text = "{\"filter\":" + BodyInputs.string(dice, new FilterInputs(dice, type).filter()) + ",\"count\":"
                + (dice.oneIn(20) ? Junk.number(dice) : Integer.toString(dice.below(4))) + sort + more + "}";
        return Buffer.buffer(dice.oneIn(30) ? Junk.mutated(dice, text) : text);
    }

    private static String answered(Dice dice, ResourceType type) {
        return dice.oneIn(10) ? "?" + projection(dice, type) : "";
    }

    private static String projection(Dice dice, ResourceType type) {
        return dice.pick("attributes=", "excludedAttributes=")
                + encoded(dice.some(0, 3, ",", () -> new FilterInputs(dice, type).path()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Buffer body(byte[] bytes) {
        return Buffer.buffer(bytes);
    }
}
