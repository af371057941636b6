package io.sluice.store.pg;

import static io.sluice.store.pg.FilterDirectory.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.BesideOthers;
import io.sluice.filter.Attributes;
import io.sluice.filter.Filter;
import io.sluice.filter.FilterMatcher;
import io.sluice.filter.FilterParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A value path means the same in memory, for PATCH, and in SQL, for queries. */
@BesideOthers
class FilterAgreementIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> TEXTS =
            List.of("", "a", "A", "ab", "Ba", "é", "É", "e\u0301", "a b", "%", "_", "\\", "'", "zz");
    private static final List<String> NUMBERS = List.of("0", "-1", "2", "2.0", "2.5", "1e2", "100");
    private static final List<String> MOMENTS = List.of(
            "2011-05-13T04:42:34Z",
            "2011-05-13T06:42:34+02:00",
            "2011-05-13T04:42:34.001Z",
            "1999-12-31T23:59:59Z",
            "2024-02-29T00:00:00-05:00");
    private static final List<String> EQUALITY = List.of("eq", "ne");
    private static final List<String> ORDER = List.of("eq", "ne", "gt", "ge", "lt", "le");
    private static final List<String> ANY = List.of("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le");

    @Test
    void valuePathsSelectInSqlWhatTheySelectInMemory() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (FilterDirectory directory = new FilterDirectory()) {
            Map<UUID, JsonNode> elements = fill(directory, random);
            for (int i = 0; i < 500; i++) {
                String text = "samples[" + condition(random, 3) + "]";
                Filter.ValuePath filter = (Filter.ValuePath) FilterParser.parse(text);
                Predicate<JsonNode> matches = FilterMatcher.predicate(filter.condition(), Attributes.SAMPLES);
                List<UUID> expected = elements.entrySet().stream()
                        .filter(entry -> any(entry.getValue(), matches))
                        .map(Map.Entry::getKey)
                        .toList();

                assertThat(directory.find(filter, USER))
                        .as("seed %d: %s", seed, text)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static boolean any(JsonNode array, Predicate<JsonNode> matches) {
        return StreamSupport.stream(array.spliterator(), false).anyMatch(matches);
    }

    private static Map<UUID, JsonNode> fill(FilterDirectory directory, Random random) throws Exception {
        Map<UUID, JsonNode> elements = new HashMap<>();
        for (int i = 0; i < 80; i++) {
            UUID id = new UUID(0, i);
            ArrayNode samples = MAPPER.createArrayNode();
            IntStream.range(0, random.nextInt(3)).forEach(element -> samples.add(element(random)));
            ObjectNode document = MAPPER.createObjectNode().put("userName", "user" + i);
            document.putObject(FilterDirectory.EXTENSION).set("samples", samples);
            directory.store(1, "User", id, "2011-05-13T04:42:34Z", 1, MAPPER.writeValueAsString(document));
            elements.put(id, samples);
        }
        return elements;
    }

    private static ObjectNode element(Random random) {
        ObjectNode element = MAPPER.createObjectNode();
        for (String text : List.of("value", "type", "exact", "$ref", "data")) {
            put(random, element, text, MAPPER.getNodeFactory().textNode(any(random, TEXTS)));
        }
        put(random, element, "primary", MAPPER.getNodeFactory().booleanNode(random.nextBoolean()));
        put(random, element, "count", MAPPER.getNodeFactory().numberNode(random.nextInt(5) - 2));
        put(random, element, "ratio", MAPPER.getNodeFactory().numberNode(random.nextInt(5) / 2.0));
        put(random, element, "since", MAPPER.getNodeFactory().textNode(any(random, MOMENTS)));
        ArrayNode tags = MAPPER.createArrayNode();
        IntStream.range(0, random.nextInt(3)).forEach(i -> tags.add(any(random, TEXTS)));
        put(random, element, "tags", tags);
        return element;
    }

    private static void put(Random random, ObjectNode element, String name, JsonNode value) {
        if (random.nextInt(4) > 0) {
            element.set(name, random.nextInt(10) > 0 ? value : MAPPER.nullNode());
        }
    }

    private static String condition(Random random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(5)) {
            case 1 -> "not (" + condition(random, depth - 1) + ")";
            case 2 -> joined(random, depth, " and ");
            case 3 -> joined(random, depth, " or ");
            default -> comparison(random);
        };
    }

    private static String joined(Random random, int depth, String word) {
        return IntStream.range(0, 2 + random.nextInt(2))
                .mapToObj(i -> condition(random, depth - 1))
                .collect(Collectors.joining(word, "(", ")"));
    }

    private static String comparison(Random random) {
        List<String> all = new ArrayList<>();
        for (String text : List.of("value", "type", "exact", "$ref", "tags")) {
            all.add(text + " " + any(random, ANY) + " " + quoted(any(random, TEXTS)));
        }
        all.add("data " + any(random, List.of("eq", "ne", "co", "sw", "ew")) + " " + quoted(any(random, TEXTS)));
        all.add("primary " + any(random, EQUALITY) + " " + random.nextBoolean());
        for (String number : List.of("count", "ratio")) {
            all.add(number + " " + any(random, ORDER) + " " + any(random, NUMBERS));
        }
        all.add("since " + any(random, ORDER) + " " + quoted(any(random, MOMENTS)));
        String name = any(
                random,
                List.of("value", "type", "exact", "$ref", "data", "primary", "count", "ratio", "since", "tags"));
        all.add(name + " pr");
        all.add(name + " " + any(random, EQUALITY) + " null");
        return any(random, all);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\") + "\"";
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
