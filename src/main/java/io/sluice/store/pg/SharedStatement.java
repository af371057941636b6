package io.sluice.store.pg;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One statement that answers several look-ups of a tenant which differ in the values they ask for and in nothing else: each of those values
 * becomes an array with one element for each look-up, and each row says at its end which look-up it answers.
 */
final class SharedStatement {
    private static final String NUMBER = "number";

    private final String sql;
    private final Asked asked;

    private SharedStatement(String sql, Asked asked) {
        this.sql = sql;
        this.asked = asked;
    }

    String sql() {
        return sql;
    }

    /** Consecutive values of a statement: those from {@code first} up to, but without, {@code end}. */
    record Asked(int first, int end) {
        static final Asked NOTHING = new Asked(0, 0);

        boolean contains(int index) {
            return first <= index && index < end;
        }

        /** The values that are not asked for. */
        List<Object> others(List<Object> values) {
            List<Object> others = new ArrayList<>(values.subList(0, first));
            others.addAll(values.subList(end, values.size()));
            return others;
        }

        private IntStream indexes() {
            return IntStream.range(first, end);
        }

        /** Whether there is a value and all of them are of types that arrays are made of here; look-ups ask for names and ids. */
        boolean isShared(List<Object> values) {
            return first < end
                    && indexes()
                            .mapToObj(values::get)
                            .allMatch(value -> value instanceof String || value instanceof UUID);
        }
    }

    /**
     * @param single the text of one look-up, which begins as {@link ResourceSql#OF_TENANT} says
     * @param values of one look-up, for the types of those that are asked for
     * @param asked which of them, counted from 0, are arrays in the statement
     */
    static SharedStatement of(String single, List<Object> values, Asked asked) {
        int head = single.indexOf(ResourceSql.OF_TENANT);
        if (head < 0) {
            throw new IllegalArgumentException("a look-up of no tenant: " + single);
        }
        String arrays = asked.indexes()
                .mapToObj(index -> "$" + (index + 1) + "::" + type(values.get(index)) + "[]")
                .collect(Collectors.joining(", "));
        String names = asked.indexes().mapToObj(index -> name(index) + ", ").collect(Collectors.joining());
        String each = "SELECT x.*, q." + NUMBER + " FROM t CROSS JOIN unnest(" + arrays + ") WITH ORDINALITY q ("
                + names + NUMBER + ") CROSS JOIN LATERAL (";
        String body = single.substring(head + ResourceSql.OF_TENANT.length());
        return new SharedStatement(single.substring(0, head) + ResourceSql.TENANT + each + each(body, asked), asked);
    }

    /** The values of the statement. All look-ups agree in what is not asked for. */
    Tuple parameters(List<List<Object>> lookUps) {
        List<Object> first = lookUps.getFirst();
        Tuple parameters = Tuple.tuple();
        for (int index = 0; index < first.size(); index++) {
            parameters.addValue(asked.contains(index) ? array(lookUps, index) : first.get(index));
        }
        return parameters;
    }

    /** Which of the look-ups the row answers, counted from 0. */
    static int number(Row row) {
        return (int) (row.getLong(row.size() - 1) - 1);
    }

    private static Object[] array(List<List<Object>> lookUps, int index) {
        Object[] array =
                lookUps.getFirst().get(index) instanceof UUID ? new UUID[lookUps.size()] : new String[lookUps.size()];
        for (int number = 0; number < array.length; number++) {
            array[number] = lookUps.get(number).get(index);
        }
        return array;
    }

    /** The placeholders of what is asked for, wherever they stand outside of constants and quoted names. */
    private static String each(String body, Asked asked) {
        StringBuilder text = new StringBuilder(body.length() + 100);
        char quote = 0;
        for (int at = 0; at < body.length(); at++) {
            char character = body.charAt(at);
            if (quote == 0 && character == '$') {
                int end = at + 1;
                while (end < body.length() && Character.isDigit(body.charAt(end))) {
                    end++;
                }
                int index = Integer.parseInt(body, at + 1, end, 10) - 1;
                text.append(asked.contains(index) ? "q." + name(index) : body.substring(at, end));
                at = end - 1;
                continue;
            }
            if (character == '\'' || character == '"') {
                quote = quote == 0 ? character : quote == character ? 0 : quote;
            }
            text.append(character);
        }
        return text.toString();
    }

    private static String name(int index) {
        return "p" + (index + 1);
    }

    private static String type(Object value) {
        return value instanceof UUID ? "uuid" : "text";
    }
}
