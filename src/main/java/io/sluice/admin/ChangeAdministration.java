package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.sluice.scim.ResourceId;
import io.sluice.store.ChangeStore;
import io.sluice.store.LogEntry;
import io.sluice.store.LogQuery;
import io.sluice.store.LoggedChange;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happened in a tenant's directory: its changes in their order, and the provisioning log. Names of attributes only, never a value. */
final class ChangeAdministration {
    private static final int MOST = 1_000;
    private static final int USUAL = 100;
    private static final long MICROS = 1_000_000;
    private static final long NANOS_OF_MICRO = 1_000;

    /** Before every moment that a row can have. */
    private static final Instant ALWAYS = Instant.EPOCH;

    private final KnownTenants tenants;
    private final ChangeStore changes;

    ChangeAdministration(KnownTenants tenants, ChangeStore changes) {
        this.tenants = tenants;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "tenants/{tenant}/changes", this::changes),
                new AdminRoute("GET", "tenants/{tenant}/log", this::log));
    }

    /** There is always a cursor: whoever has read everything comes back with it later. */
    private Future<AdminAnswer> changes(AdminRequest request) {
        LoggedChange.Place after = ChangeCursor.parse(request.query("cursor"))
                .map(cursor -> new LoggedChange.Place(cursor.first(), cursor.second()))
                .orElse(LoggedChange.Place.START);
        int count = request.number("count", 1, MOST, USUAL);
        return tenants.known(request)
                .compose(tenant -> changes.changes(tenant, after, count))
                .map(page -> {
                    ObjectNode body = AdminJson.list("changes", page.stream().map(ChangeAdministration::json));
                    LoggedChange.Place last =
                            page.isEmpty() ? after : page.getLast().place();
                    body.put("cursor", new ChangeCursor(last.transaction(), last.change()).text());
                    return new AdminAnswer.Body(200, body);
                });
    }

    private static ObjectNode json(LoggedChange change) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("at", AdminJson.text(change.at()))
                .put("operation", change.operation())
                .put("type", change.type())
                .put("resource", change.resource().toString())
                .put("version", change.version());
        putAuthor(json, change.credential(), change.request());
        ArrayNode names = json.putArray("attributes");
        change.attributes().forEach(names::add);
        return json.put("membersAdded", change.added()).put("membersRemoved", change.removed());
    }

    private Future<AdminAnswer> log(AdminRequest request) {
        LogEntry.Place before = ChangeCursor.parse(request.query("cursor"))
                .map(cursor -> new LogEntry.Place(moment(cursor.first()), cursor.second()))
                .orElseGet(() -> new LogEntry.Place(
                        request.moment("until").orElseGet(() -> Instant.now().plusSeconds(1)), 0));
        LogQuery query = new LogQuery(
                before,
                request.moment("since").orElse(ALWAYS),
                resource(request.query("resource")),
                request.query("reason"),
                request.number("count", 1, MOST, USUAL));
        return tenants.known(request)
                .compose(tenant -> changes.log(tenant, query))
                .map(page -> {
                    ObjectNode body = AdminJson.list("entries", page.stream().map(ChangeAdministration::json));
                    if (page.size() == query.count()) {
                        LogEntry.Place last = page.getLast().place();
                        body.put("cursor", new ChangeCursor(micros(last.at()), last.number()).text());
                    }
                    return new AdminAnswer.Body(200, body);
                });
    }

    private static ObjectNode json(LogEntry entry) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("at", AdminJson.text(entry.place().at()))
                .put("operation", entry.operation());
        put(json, "type", entry.type());
        entry.resource().ifPresent(id -> json.put("resource", id.toString()));
        json.put("status", entry.status());
        put(json, "scimType", entry.scimType());
        json.put("reason", entry.reason());
        put(json, "detail", entry.detail());
        if (entry.times() > 1) {
            json.put("times", entry.times());
        }
        putAuthor(json, entry.credential(), entry.request());
        ArrayNode names = json.putArray("attributes");
        entry.attributes().forEach(names::add);
        return json;
    }

    private static void putAuthor(ObjectNode json, Optional<UUID> credential, String request) {
        credential.ifPresent(id -> json.put("credential", id.toString()));
        put(json, "request", request);
    }

    private static void put(ObjectNode json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }

    private static Optional<ResourceId> resource(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ResourceId.parse(text)
                .orElseThrow(() -> AdminBody.refused("\"resource\" must be the id of a resource.")));
    }

    /** As exact as the database keeps it. */
    private static long micros(Instant at) {
        return at.getEpochSecond() * MICROS + at.getNano() / NANOS_OF_MICRO;
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
