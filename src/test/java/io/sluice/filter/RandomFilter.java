package io.sluice.filter;

import io.sluice.schema.AttributePath;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes filters at random for property tests. */
final class RandomFilter {
    private static final List<AttributePath> PATHS = List.of(
            AttributePath.of("userName"),
            AttributePath.of("name", "familyName"),
            AttributePath.of("members", "$ref"),
            new AttributePath("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "manager", "value"),
            new AttributePath("urn:x:2.0", "User", ""));
    private static final List<String> TEXTS =
            List.of("", "x", "a b", "\"\\/\n\t\u0001", "é😀", "and", "(not)", "[1]", "null");
    private static final List<String> NUMBERS = List.of("0", "-1", "1.50", "1E+3", "0.0025", "12345678901234567890");

    private RandomFilter() {}

    static Filter filter(Random random, int depth) {
        return filter(random, depth, false);
    }

    private static Filter filter(Random random, int depth, boolean insideBrackets) {
        return switch (depth == 0 ? random.nextInt(2) : random.nextInt(6)) {
            case 0 -> new Filter.Present(path(random, insideBrackets));
            case 1 ->
                new Filter.Compare(
                        path(random, insideBrackets), any(random, List.of(Operator.values())), literal(random));
            case 2 -> new Filter.Not(filter(random, depth - 1, insideBrackets));
            case 3 -> new Filter.And(filters(random, depth - 1, insideBrackets));
            case 4 -> new Filter.Or(filters(random, depth - 1, insideBrackets));
            default ->
                insideBrackets
                        ? filter(random, depth - 1, true)
                        : new Filter.ValuePath(AttributePath.of("emails"), filter(random, depth - 1, true));
        };
    }

    private static List<Filter> filters(Random random, int depth, boolean insideBrackets) {
        return IntStream.range(0, 2 + random.nextInt(3))
                .mapToObj(i -> filter(random, depth, insideBrackets))
                .toList();
    }

    private static AttributePath path(Random random, boolean insideBrackets) {
        return insideBrackets ? AttributePath.of("value") : any(random, PATHS);
    }

    private static Literal literal(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Literal.Bool(random.nextBoolean());
            case 1 -> new Literal.Null();
            case 2 -> new Literal.Num(new BigDecimal(any(random, NUMBERS)));
            default -> new Literal.Text(any(random, TEXTS));
        };
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
