package io.sluice.http;

import io.sluice.operation.Operations;
import io.sluice.operation.Search;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.Version;
import io.sluice.store.Derived;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** Hands a target and its method, already known to fit, to the operation, and writes what comes back. */
final class TargetHandler {
    private final Operations operations;
    private final ResourceTypes types;
    private final ResourceJson json;
    private final DiscoveryEndpoint discovery;

    TargetHandler(Operations operations, ResourceTypes types, ResourceJson json, DiscoveryEndpoint discovery) {
        this.operations = operations;
        this.types = types;
        this.json = json;
        this.discovery = discovery;
    }

    /** Completes when the answer is written; a failure is for the failure handler. */
    Future<Void> handle(Exchange exchange, Target target) {
        return switch (target) {
            case Target.Root root -> search(exchange, QueryParameters.search(exchange.parameters(), types.all()));
            case Target.SearchEndpoint endpoint ->
                exchange.json().compose(body -> search(exchange, SearchRequests.parse(body, endpoint.types())));
            case Target.Collection collection ->
                exchange.context().request().method().name().equals("POST")
                        ? create(exchange, collection.type())
                        : search(exchange, QueryParameters.search(exchange.parameters(), List.of(collection.type())));
            case Target.One one -> one(exchange, one.type(), id(one));
            case Target.DiscoveryDocument document -> discovery.answer(exchange, document);
            case Target.NotImplemented missing ->
                throw new ScimProblem(501, ScimType.NONE, "This endpoint is not offered; see /ServiceProviderConfig.")
                        .exception();
            case Target.Unknown unknown ->
                throw new ScimProblem(404, ScimType.NONE, "No such endpoint; SCIM is at " + Target.BASE + ".")
                        .exception();
        };
    }

    private static ResourceId id(Target.One one) {
        return ResourceId.parse(one.id())
                .orElseThrow(() -> ScimProblem.notFound().exception());
    }

    private Future<Void> search(Exchange exchange, Search search) {
        return operations
                .list()
                .list(exchange.tenant(), search)
                .map(found ->
                        json.list(found.totalResults(), found.startIndex(), found.resources(), search.projection()))
                .map(body -> done(() -> ScimResponses.send(exchange.context(), 200, body)));
    }

    private Future<Void> create(Exchange exchange, ResourceType type) {
        Projection projection = QueryParameters.projection(exchange.parameters(), List.of(type));
        return exchange.json()
                .compose(body -> operations.create().create(exchange.tenant(), type, body, projection))
                .map(created -> done(() -> send(exchange, 201, created, projection)));
    }

    private Future<Void> one(Exchange exchange, ResourceType type, ResourceId id) {
        Projection projection = QueryParameters.projection(exchange.parameters(), List.of(type));
        return switch (exchange.context().request().method().name()) {
            case "PUT" ->
                exchange.json()
                        .compose(body -> operations
                                .replace()
                                .replace(exchange.tenant(), type, id, exchange.ifMatch(), body, projection))
                        .map(replaced -> done(() -> send(exchange, 200, replaced, projection)));
            case "PATCH" -> patch(exchange, type, id, projection);
            case "DELETE" ->
                operations
                        .delete()
                        .delete(exchange.tenant(), type, id, exchange.ifMatch())
                        .map(gone -> done(() -> ScimResponses.sendEmpty(exchange.context(), 204)));
            default ->
                operations
                        .get()
                        .get(exchange.tenant(), type, id, projection)
                        .map(found -> done(() -> sendUnlessKnown(exchange, found, projection)));
        };
    }

    /** A group is answered with 204, since its members would be the answer; with the resource when the client names attributes. */
    private Future<Void> patch(Exchange exchange, ResourceType type, ResourceId id, Projection projection) {
        boolean withoutBody =
                type.core().attribute("members").isPresent() && !QueryParameters.namesAttributes(exchange.parameters());
        if (withoutBody) {
            return exchange.json()
                    .compose(body -> operations.patch().patch(exchange.tenant(), type, id, exchange.ifMatch(), body))
                    .map(version -> done(() -> {
                        putVersion(exchange, version);
                        ScimResponses.sendEmpty(exchange.context(), 204);
                    }));
        }
        Derived derived = new Derived(projection.includes(type, "groups"), projection.includes(type, "members"));
        return exchange.json()
                .compose(body ->
                        operations.patch().patchAndGet(exchange.tenant(), type, id, exchange.ifMatch(), body, derived))
                .map(patched -> done(() -> send(exchange, 200, patched, projection)));
    }

    private void sendUnlessKnown(Exchange exchange, StoredResource found, Projection projection) {
        String known = exchange.context().request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (EntityTags.hasAlready(known, found.version())) {
            putVersion(exchange, found.version());
            ScimResponses.sendEmpty(exchange.context(), 304);
        } else {
            send(exchange, 200, found, projection);
        }
    }

    private void send(Exchange exchange, int status, StoredResource resource, Projection projection) {
        putVersion(exchange, resource.version());
        exchange.context().response().putHeader(HttpHeaders.LOCATION, json.location(resource));
        ScimResponses.send(exchange.context(), status, json.bytes(resource, projection));
    }

    private static void putVersion(Exchange exchange, Version version) {
        exchange.context().response().putHeader(HttpHeaders.ETAG, version.entityTag());
    }

    @SuppressWarnings("NullAway") // Void has no value but null.
    private static Void done(Runnable answer) {
        answer.run();
        return null;
    }
}
