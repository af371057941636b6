package io.sluice.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Optional;

/** The object that a client sends. A member that is not asked for is refused: it is a misspelling of one that is, and would be lost in silence. */
record AdminBody(ObjectNode members) {
    static final AdminBody EMPTY = new AdminBody(Json.MAPPER.createObjectNode());

    /** The last moment that every reader of four-digit years understands; a token that never expires has none. */
    private static final Instant MOST = Instant.parse("9999-12-31T23:59:59Z");

    static AdminBody parse(byte[] body) {
        if (Json.parse(body) instanceof ObjectNode members) {
            return new AdminBody(members);
        }
        throw refused("The body must be a JSON object.");
    }

    AdminBody requireOnly(String name) {
        Iterator<String> names = members.fieldNames();
        while (names.hasNext()) {
            if (!names.next().equals(name)) {
                throw refused("The body may hold \"" + name + "\" and nothing else.");
            }
        }
        return this;
    }

    String text(String name, String expectation) {
        JsonNode value = members.get(name);
        if (value == null || !value.isTextual()) {
            throw refused("\"" + name + "\" must be " + expectation + ".");
        }
        return value.textValue();
    }

    /** RFC 3339, for example {@code 2030-01-31T00:00:00Z}; in the future. */
    Optional<Instant> futureMoment(String name) {
        if (!members.has(name)) {
            return Optional.empty();
        }
        String expectation = "a moment in the future such as \"2030-01-31T00:00:00Z\"";
        try {
            Instant moment = OffsetDateTime.parse(text(name, expectation)).toInstant();
            if (moment.isAfter(Instant.now()) && moment.isBefore(MOST)) {
                return Optional.of(moment);
            }
        } catch (DateTimeParseException malformed) {
            // Refused below like a moment that has passed.
        }
        throw refused("\"" + name + "\" must be " + expectation + ".");
    }

    static RuntimeException refused(String detail) {
        return ScimProblem.invalidSyntax(detail).exception();
    }
}
