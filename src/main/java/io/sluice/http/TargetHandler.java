package io.sluice.http;

import io.sluice.operation.CreateResource;
import io.sluice.operation.EntityTags;
import io.sluice.operation.MembersPage;
import io.sluice.operation.Operations;
import io.sluice.operation.PatchResource;
import io.sluice.operation.Search;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.Version;
import io.sluice.store.MemberChunk;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Hands a target and its method, already known to fit, to the operation, and writes what comes back. */
final class TargetHandler {
    private final Operations operations;
    private final Supplier<String> baseUrl;
    private final DiscoveryEndpoint discovery;
    private final BulkEndpoint bulk;
    private final Readers readers;

    /** @param baseUrl for example {@code https://scim.example.com/scim/v2} */
    TargetHandler(
            Operations operations,
            Supplier<String> baseUrl,
            DiscoveryEndpoint discovery,
            BulkEndpoint bulk,
            Readers readers) {
        this.operations = operations;
        this.baseUrl = baseUrl;
        this.discovery = discovery;
        this.bulk = bulk;
        this.readers = readers;
    }

    /** Completes when the answer is written; a failure is for the failure handler. */
    Future<Void> handle(Exchange exchange, Target target) {
        return switch (target) {
            case Target.Root root ->
                search(
                        exchange,
                        QueryParameters.search(
                                exchange.parameters(), exchange.types().all()));
            case Target.SearchEndpoint endpoint ->
                exchange.json().compose(body -> search(exchange, SearchRequests.parse(body, endpoint.types())));
            case Target.Collection collection ->
                exchange.context().request().method().name().equals("POST")
                        ? create(exchange, collection.type())
                        : search(exchange, QueryParameters.search(exchange.parameters(), List.of(collection.type())));
            case Target.One one -> one(exchange, one.type(), id(one));
            case Target.DiscoveryDocument document -> discovery.answer(exchange, document);
            case Target.Bulk requests -> bulk.answer(exchange);
            case Target.BulkJobs jobs -> bulk.results(exchange, jobs.id());
            case Target.NotImplemented missing ->
                throw new ScimProblem(501, ScimType.NONE, "This endpoint is not offered; see /ServiceProviderConfig.")
                        .exception();
            case Target.Unknown unknown ->
                throw new ScimProblem(404, ScimType.NONE, "No such endpoint; SCIM is at " + Target.BASE + ".")
                        .exception();
        };
    }

    private ResourceJson json(Exchange exchange) {
        return new ResourceJson(exchange.types(), baseUrl);
    }

    private static ResourceId id(Target.One one) {
        return ResourceId.parse(one.id())
                .orElseThrow(() -> ScimProblem.notFound().exception());
    }

    private Future<Void> search(Exchange exchange, Search search) {
        return operations
                .list()
                .list(exchange.tenant(), search)
                .compose(found -> new ListAnswer(
                                found,
                                json(exchange),
                                search.projection(),
                                (group, after) -> members(exchange, group, after),
                                readers)
                        .send(exchange.context()));
    }

    private Future<Void> create(Exchange exchange, ResourceType type) {
        Projection projection = QueryParameters.projection(exchange.parameters(), List.of(type));
        return exchange.json(body -> CreateResource.check(type, body))
                .compose(resource -> operations.create().create(exchange.tenant(), resource, projection))
                .compose(created -> send(exchange, 201, created, projection));
    }

    private Future<Void> one(Exchange exchange, ResourceType type, ResourceId id) {
        Projection projection = QueryParameters.projection(exchange.parameters(), List.of(type));
        return switch (exchange.context().request().method().name()) {
            case "PUT" ->
                exchange.json()
                        .compose(body -> operations
                                .replace()
                                .replace(
                                        exchange.tenant(),
                                        type,
                                        id,
                                        exchange.ifMatch(),
                                        body,
                                        projection,
                                        exchange.aside()))
                        .compose(replaced -> send(exchange, 200, replaced, projection));
            case "PATCH" -> patch(exchange, type, id, projection);
            case "DELETE" ->
                operations
                        .delete()
                        .delete(exchange.tenant(), type, id, exchange.ifMatch())
                        .map(gone -> done(() -> ScimResponses.sendEmpty(exchange.context(), 204)));
            default -> get(exchange, type, id, projection);
        };
    }

    private Future<Void> get(Exchange exchange, ResourceType type, ResourceId id, Projection projection) {
        Optional<MembersPage> page = QueryParameters.membersPage(exchange.parameters());
        if (page.isEmpty()) {
            return operations
                    .get()
                    .get(exchange.tenant(), type, id, projection)
                    .compose(found -> sendUnlessKnown(exchange, found, projection));
        }
        return operations
                .get()
                .page(exchange.tenant(), type, id, projection, page.get())
                .compose(found -> {
                    found.next()
                            .ifPresent(next -> exchange.context()
                                    .response()
                                    .putHeader(
                                            "Link",
                                            QueryParameters.nextMembers(
                                                    exchange.parameters(),
                                                    json(exchange).location(found.group()),
                                                    page.get(),
                                                    next)));
                    return sendUnlessKnown(exchange, found.group(), projection);
                });
    }

    /** A group is answered with 204, since its members would be the answer; with the resource when the client names attributes. */
    private Future<Void> patch(Exchange exchange, ResourceType type, ResourceId id, Projection projection) {
        boolean withoutBody =
                type.core().attribute("members").isPresent() && !QueryParameters.namesAttributes(exchange.parameters());
        if (withoutBody) {
            return exchange.json(body -> PatchResource.plan(type, body))
                    .compose(plan -> operations.patch().patch(exchange.tenant(), type, id, exchange.ifMatch(), plan))
                    .map(version -> done(() -> {
                        putVersion(exchange, version);
                        ScimResponses.sendEmpty(exchange.context(), 204);
                    }));
        }
        return exchange.json(body -> PatchResource.plan(type, body))
                .compose(plan -> operations
                        .patch()
                        .patchAndGet(exchange.tenant(), type, id, exchange.ifMatch(), plan, projection))
                .compose(patched -> send(exchange, 200, patched, projection));
    }

    private Future<Void> sendUnlessKnown(Exchange exchange, StoredResource found, Projection projection) {
        String known = exchange.context().request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (!EntityTags.hasAlready(known, found.version())) {
            return send(exchange, 200, found, projection);
        }
        putVersion(exchange, found.version());
        ScimResponses.sendEmpty(exchange.context(), 304);
        return Future.succeededFuture();
    }

    private Future<Void> send(Exchange exchange, int status, StoredResource resource, Projection projection) {
        putVersion(exchange, resource.version());
        exchange.context()
                .response()
                .putHeader(HttpHeaders.LOCATION, json(exchange).location(resource));
        if (resource.isOpen()) {
            return stream(exchange, status, resource, projection);
        }
        return ScimResponses.send(exchange.context(), status, json(exchange).object(resource, projection));
    }

    private Future<Void> stream(Exchange exchange, int status, StoredResource group, Projection projection) {
        HttpServerResponse response = ScimResponses.headOfContent(exchange.context(), status);
        if (exchange.context().request().method() == HttpMethod.HEAD) {
            return response.end();
        }
        OpenGroup open =
                new OpenGroup(json(exchange), group, projection, after -> members(exchange, group, after), readers);
        return readers.send(exchange.context().request(), open.first(), open::next);
    }

    private Future<MemberChunk> members(Exchange exchange, StoredResource group, ResourceId after) {
        return operations.get().members(exchange.tenant(), group.id(), after, Math.min(readers.share(), Readers.PIECE));
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
