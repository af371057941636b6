package io.sluice.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import io.sluice.store.Scope;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The object that a client sends. A member that is not asked for is refused: it is a misspelling of one that is, and would be lost in silence. */
record AdminBody(ObjectNode members) {
    static final AdminBody EMPTY = new AdminBody(Json.MAPPER.createObjectNode());

    /** The last moment that every reader of four-digit years understands; a token that never expires has none. */
    private static final Instant MOST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String SCOPES =
            "\"scopes\" must be a list of some of \"" + String.join("\", \"", Scope.words(Scope.ALL)) + "\".";

    static AdminBody parse(byte[] body) {
        if (Json.parse(body) instanceof ObjectNode members) {
            return new AdminBody(members);
        }
        throw refused("The body must be a JSON object.");
    }

    AdminBody requireOnly(String... names) {
        List<String> allowed = List.of(names);
        Iterator<String> given = members.fieldNames();
        while (given.hasNext()) {
            if (!allowed.contains(given.next())) {
                throw refused("The body may hold \"" + String.join("\", \"", allowed) + "\" and nothing else.");
            }
        }
        return this;
    }

    boolean truth(String name) {
        JsonNode value = members.get(name);
        if (value == null || !value.isBoolean()) {
            throw refused("\"" + name + "\" must be true or false.");
        }
        return value.booleanValue();
    }

    int number(String name, int least, int most) {
        JsonNode value = members.get(name);
        if (value == null || !value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw refused("\"" + name + "\" must be a whole number from " + least + " to " + most + ".");
        }
        return value.intValue();
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

    /** RFC 3339, not in the future. */
    Instant pastMoment(String name) {
        String expectation = "a moment in the past such as \"2026-01-31T08:00:00Z\"";
        try {
            Instant moment = OffsetDateTime.parse(text(name, expectation)).toInstant();
            if (moment.isBefore(Instant.now()) && moment.isAfter(Instant.EPOCH)) {
                return moment;
            }
        } catch (DateTimeParseException malformed) {
            // Refused below like a moment that is still to come.
        }
        throw refused("\"" + name + "\" must be " + expectation + ".");
    }

    /** What a credential may do, all where the body does not say. */
    Set<Scope> scopes() {
        if (!members.has("scopes")) {
            return Scope.ALL;
        }
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        members.get("scopes").forEach(word -> scopes.add(scope(word)));
        if (scopes.isEmpty()) {
            throw refused(SCOPES);
        }
        return scopes;
    }

    private static Scope scope(JsonNode word) {
        return Scope.of(word.asText()).filter(known -> word.isTextual()).orElseThrow(() -> refused(SCOPES));
    }

    static RuntimeException refused(String detail) {
        return ScimProblem.invalidSyntax(detail).exception();
    }
}
