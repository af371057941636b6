package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.store.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Stream;

/** What answers of the administration API have in common. */
final class AdminJson {
    private AdminJson() {}

    /** {@code {"<name>": [...]}}, to which more may be put. */
    static ObjectNode list(String name, Stream<ObjectNode> elements) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode list = body.putArray(name);
        elements.forEach(list::add);
        return body;
    }

    static ObjectNode putScopes(ObjectNode json, Set<Scope> scopes) {
        ArrayNode words = json.putArray("scopes");
        Scope.words(scopes).forEach(words::add);
        return json;
    }

    static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
