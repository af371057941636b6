package io.sluice.admin;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A request whose address is known.
 *
 * @param names the changing segments of its path by what {@link AdminRoute} calls them
 */
record AdminRequest(Map<String, String> names, MultiMap query, byte[] content) {
    String tenant() {
        return name("{tenant}");
    }

    UUID id() {
        return UUID.fromString(name("{id}"));
    }

    /** Of what belongs to {@link #id()}. */
    UUID part() {
        return UUID.fromString(name("{part}"));
    }

    String name(String segment) {
        return Objects.requireNonNull(names.get(segment), segment);
    }

    /** The parameter of the query, the empty text where it is absent. */
    String query(String parameter) {
        return query.contains(parameter) ? query.get(parameter) : "";
    }

    /** A whole number of the query, {@code otherwise} where it is absent. */
    int number(String parameter, int least, int most, int otherwise) {
        String text = query(parameter);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw AdminBody.refused("\"" + parameter + "\" must be a whole number from " + least + " to " + most + ".");
    }

    /** A moment of the query. */
    Optional<Instant> moment(String parameter) {
        String text = query(parameter);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException malformed) {
            throw AdminBody.refused("\"" + parameter + "\" must be a moment such as \"2030-01-31T00:00:00Z\".");
        }
    }

    AdminBody body() {
        return AdminBody.parse(content);
    }

    /** A body that may be left out. */
    AdminBody bodyIfAny() {
        return content.length == 0 ? AdminBody.EMPTY : body();
    }
}
