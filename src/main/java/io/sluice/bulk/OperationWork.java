package io.sluice.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.operation.Aside;
import io.sluice.operation.CreateResource;
import io.sluice.operation.DeleteResource;
import io.sluice.operation.EntityTags;
import io.sluice.operation.PatchResource;
import io.sluice.operation.ReplaceResource;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.scim.Version;
import io.sluice.store.Creation;
import io.sluice.store.NewResource;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceStore;
import io.sluice.store.Scope;
import io.sluice.store.StoredResource;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Does operations by the classes that do the single requests, with their references resolved. A refusal fails the future or is thrown. */
final class OperationWork {
    /** A resource to be created and the operation that asks for it. */
    record Checked(BulkOperation operation, NewResource resource) {}

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final TenantId tenant;
    private final Set<Scope> scopes;
    private final ResourceTypes types;
    private final Supplier<String> baseUrl;
    private final byte[] body;
    /** Nothing of a resource is answered, so nothing is read for an answer. */
    private final Projection nothing;

    OperationWork(TenantId tenant, Set<Scope> scopes, ResourceTypes types, Supplier<String> baseUrl, byte[] body) {
        this.tenant = tenant;
        this.scopes = scopes;
        this.types = types;
        this.baseUrl = baseUrl;
        this.body = body;
        this.nothing = Projection.parse(List.of("id"), List.of(), types.all());
    }

    /** The new resource that a POST describes. */
    Checked check(BulkOperation operation, UnaryOperator<String> ids) {
        OperationTarget target = target(operation, ids);
        return new Checked(
                operation, CreateResource.check(target.type(), References.replace(operation.data(body), ids)));
    }

    /** The same without what refers to one of {@code bulkIds}. */
    Checked checkWithout(Set<String> bulkIds, BulkOperation operation, UnaryOperator<String> ids) {
        OperationTarget target = target(operation, ids);
        ObjectNode data = (ObjectNode) operation.data(body);
        References.leaveOut(data, bulkIds);
        return new Checked(operation, CreateResource.check(target.type(), References.replace(data, ids)));
    }

    /** Many POSTs at once, each refused or done for itself; the results are in their order. */
    Future<List<OperationResult>> createAll(ResourceStore store, List<Checked> checked) {
        List<NewResource> resources = checked.stream().map(Checked::resource).toList();
        return new CreateResource(store).createAll(tenant, resources).map(creations -> {
            List<OperationResult> results = new ArrayList<>();
            for (Creation creation : creations) {
                BulkOperation operation = checked.get(results.size()).operation();
                results.add(
                        switch (creation) {
                            case Creation.Made made -> created(operation, made.resource());
                            case Creation.Refused refused -> OperationResult.failed(operation, "", refused.problem());
                        });
            }
            return results;
        });
    }

    Future<OperationResult> perform(ResourceStore store, BulkOperation operation, UnaryOperator<String> ids) {
        OperationTarget target = target(operation, ids);
        return switch (operation.method()) {
            case "POST" ->
                new CreateResource(store)
                        .create(tenant, target.type(), data(operation, ids), nothing)
                        .map(made -> created(operation, made));
            case "PUT" ->
                new ReplaceResource(store)
                        .replace(
                                tenant,
                                target.type(),
                                target.resource(),
                                precondition(operation),
                                data(operation, ids),
                                nothing,
                                Aside.HERE)
                        .map(replaced -> done(operation, target, OK, Optional.of(replaced.version())));
            case "PATCH" ->
                new PatchResource(store)
                        .patch(
                                tenant,
                                target.type(),
                                target.resource(),
                                precondition(operation),
                                PatchResource.plan(target.type(), data(operation, ids)))
                        .map(version -> done(operation, target, patched(target), Optional.of(version)));
            default ->
                new DeleteResource(store)
                        .delete(tenant, target.type(), target.resource(), precondition(operation))
                        .map(gone -> done(operation, target, NO_CONTENT, Optional.empty()));
        };
    }

    /** Writes what a POST describes over the resource that was created without some of it. */
    Future<OperationResult> complete(
            ResourceStore store, BulkOperation operation, ResourceId id, UnaryOperator<String> ids) {
        OperationTarget target = target(operation, ids);
        return new ReplaceResource(store)
                .replace(tenant, target.type(), id, Precondition.NONE, data(operation, ids), nothing, Aside.HERE)
                .map(written -> created(operation, written));
    }

    /** The result of an operation that failed; it has the location of the resource, where the operation names one and creates none. */
    OperationResult failed(BulkOperation operation, UnaryOperator<String> ids, ScimProblem problem) {
        return OperationResult.failed(operation, operation.creates() ? "" : location(operation, ids), problem);
    }

    private String location(BulkOperation operation, UnaryOperator<String> ids) {
        try {
            return OperationTarget.find(References.replace(operation.path(), ids), types)
                    .filter(target -> !target.id().isEmpty())
                    .map(target -> target.location(baseUrl.get()))
                    .orElse("");
        } catch (ScimException refersToNothing) {
            return "";
        }
    }

    private OperationTarget target(BulkOperation operation, UnaryOperator<String> ids) {
        OperationTarget target =
                OperationTarget.of(operation.method(), References.replace(operation.path(), ids), types);
        Scope.require(scopes, Scope.toWrite(target.type()));
        return target;
    }

    private JsonNode data(BulkOperation operation, UnaryOperator<String> ids) {
        return References.replace(operation.data(body), ids);
    }

    private static Precondition precondition(BulkOperation operation) {
        return operation.version().isEmpty() ? Precondition.NONE : EntityTags.ifMatch(operation.version());
    }

    /** A patched group is answered without its members, hence without a body. */
    private static int patched(OperationTarget target) {
        return target.type().core().attribute("members").isPresent() ? NO_CONTENT : OK;
    }

    private OperationResult created(BulkOperation operation, StoredResource made) {
        String endpoint = types.byName(made.type()).orElseThrow().endpoint();
        return new OperationResult(
                operation,
                CREATED,
                baseUrl.get() + endpoint + "/" + made.id(),
                Optional.of(made.version()),
                Optional.of(made.id()),
                Optional.empty());
    }

    private OperationResult done(
            BulkOperation operation, OperationTarget target, int status, Optional<Version> version) {
        return new OperationResult(
                operation, status, target.location(baseUrl.get()), version, Optional.empty(), Optional.empty());
    }
}
