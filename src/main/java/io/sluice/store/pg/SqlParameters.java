package io.sluice.store.pg;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The bind variables of one statement, in order. Values come into a statement here and nowhere else. A value that is there already keeps its
 * placeholder, so that equal statements have equal texts.
 */
final class SqlParameters {
    private final int used;
    private final List<Object> values = new ArrayList<>();
    private final Map<Key, String> placeholders = new HashMap<>();

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

    List<Object> values() {
        return List.copyOf(values);
    }
}
