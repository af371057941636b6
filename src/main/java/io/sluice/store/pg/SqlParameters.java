package io.sluice.store.pg;

import io.sluice.store.pg.SharedStatement.Asked;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The bind variables of one statement, in order. Values come into a statement here and nowhere else. A value that is there already keeps its
 * placeholder, so that equal statements have equal texts.
 */
final class SqlParameters {
    private final int used;
    private final List<Object> values = new ArrayList<>();
    private final Map<Key, String> placeholders = new HashMap<>();
    private Asked asked = Asked.NOTHING;

    /** The class is a part of the key: one placeholder has one SQL type. */
    private record Key(Class<?> type, Object value) {}

    /** @param used how many placeholders the statement has before these */
    SqlParameters(int used) {
        this.used = used;
    }

    /** The placeholder of the value, for example {@code $3}. Every placeholder asked for must stand in the statement. */
    String add(Object value) {
        return placeholders.computeIfAbsent(new Key(value.getClass(), value), added -> {
            values.add(value);
            return "$" + (used + values.size());
        });
    }

    String text(String value) {
        return add(value) + "::text";
    }

    String uuid(UUID value) {
        return add(value) + "::uuid";
    }

    String truth(boolean value) {
        return add(value) + "::boolean";
    }

    String number(BigDecimal value) {
        return add(value) + "::numeric";
    }

    String number(long value) {
        return add(value) + "::bigint";
    }

    String moment(OffsetDateTime value) {
        return add(value) + "::timestamptz";
    }

    /** What a condition on resources asks for. No other value shares a placeholder with it, though it were equal. */
    <T> T asking(Supplier<T> condition) {
        placeholders.clear();
        int first = used + values.size();
        T compiled = condition.get();
        asked = new Asked(first, used + values.size());
        placeholders.clear();
        return compiled;
    }

    /** Which values of the statement are asked for. */
    Asked asked() {
        return asked;
    }

    List<Object> values() {
        return List.copyOf(values);
    }
}
