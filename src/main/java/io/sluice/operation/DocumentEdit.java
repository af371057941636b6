package io.sluice.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.ResourceType;
import io.sluice.scim.Json;
import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.AttributeNames;
import io.sluice.store.Derived;
import io.sluice.store.Precondition;
import io.sluice.store.ResourceStore;
import io.sluice.store.ResourceWrite;
import io.sluice.store.ResourceWrite.DocumentChange;
import io.sluice.store.StoredDocument;
import io.sluice.store.StoredDocuments;
import io.sluice.store.StoredResource;
import io.sluice.store.WriteOutcome;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Read, edit, write back, without a lock in between: the write says from which version of the document it was made, and when another writer
 * was faster the edit is made again on what that one left. So two writers both succeed and neither is lost, and no connection waits for
 * a client's CPU. An edit that changes nothing is not written.
 */
final class DocumentEdit {
    /** Each round at least one rival has succeeded; so many rounds are never seen, and an endless loop is ruled out. */
    private static final int ROUNDS = 100;

    private final ResourceStore store;
    private final Turns turns = new Turns();

    DocumentEdit(ResourceStore store) {
        this.store = store;
    }

    /** @param derived what the answer shows beside the document */
    Future<StoredResource> apply(
            TenantId tenant,
            ResourceType type,
            ResourceId id,
            Precondition precondition,
            Derived derived,
            Function<ObjectNode, Future<Edit>> edit) {
        return turns.take(
                new Turns.Key(tenant, id), () -> round(new Target(tenant, type, id, precondition, derived), edit, 1));
    }

    private record Target(
            TenantId tenant, ResourceType type, ResourceId id, Precondition precondition, Derived derived) {
        /** Else the answer carries the version of its own write, whatever others have written since. */
        boolean showsMembers(Edit edit) {
            return derived.members() && !edit.members().isNone();
        }

        boolean showsManager(StoredDocument document) {
            return derived.manager() && StoredResource.namesManager(document.json());
        }
    }

    private Future<StoredResource> round(Target target, Function<ObjectNode, Future<Edit>> edit, int number) {
        return store.find(target.tenant, target.type, target.id, target.derived)
                .map(found -> found.orElseThrow(() -> ScimProblem.notFound().exception()))
                .compose(current -> {
                    ObjectNode before = document(current);
                    return edit.apply(before).compose(after -> write(target, current, before, after));
                })
                .compose(written -> written instanceof Result.Done done
                        ? Future.succeededFuture(done.resource)
                        : number < ROUNDS
                                ? round(target, edit, number + 1)
                                : Future.failedFuture(
                                        ScimProblem.unavailable("The resource is changing too fast; try again.")
                                                .exception()));
    }

    private sealed interface Result {
        record Done(StoredResource resource) implements Result {}

        record Again() implements Result {}
    }

    private Future<Result> write(Target target, StoredResource current, ObjectNode before, Edit after) {
        boolean documentChanges = !after.document().equals(before);
        if (!documentChanges && after.members().isNone()) {
            return target.precondition.isNone()
                            || target.precondition
                                    .versions()
                                    .contains(current.version().number())
                    ? Future.succeededFuture(new Result.Done(current))
                    : Future.failedFuture(ScimProblem.versionMismatch().exception());
        }
        StoredDocument document = StoredDocuments.of(target.type, after.document());
        DocumentChange change = documentChanges
                ? new DocumentChange.Replaced(
                        current.documentVersion(), document, AttributeNames.differing(before, after.document()))
                : new DocumentChange.Unchanged();
        return store.write(
                        target.tenant,
                        target.type,
                        target.id,
                        new ResourceWrite(target.precondition, change, after.members()))
                .compose(outcome -> switch (outcome) {
                    case WriteOutcome.Stale stale -> Future.succeededFuture(new Result.Again());
                    case WriteOutcome.Written written ->
                        target.showsMembers(after) || showsItself(current) || target.showsManager(document)
                                ? reread(target)
                                : Future.succeededFuture(new Result.Done(answer(
                                        current, documentChanges ? document.json() : current.document(), written)));
                });
    }

    /** Whether the derived part tells of the resource that the write changes: a group may be its own member, with the name it had. */
    private static boolean showsItself(StoredResource resource) {
        return resource.isOpen() || resource.derived().contains(resource.id().toString());
    }

    /** What the database holds now, put together from what is known: groups of a user are not touched by a write of the user. */
    private static StoredResource answer(StoredResource before, String document, WriteOutcome.Written written) {
        return new StoredResource(
                before.type(),
                before.id(),
                written.version(),
                written.documentVersion(),
                written.created(),
                written.lastModified(),
                document,
                before.derived(),
                Optional.empty(),
                before.members());
    }

    private Future<Result> reread(Target target) {
        return store.find(target.tenant, target.type, target.id, target.derived)
                .map(found -> new Result.Done(
                        found.orElseThrow(() -> ScimProblem.notFound().exception())));
    }

    private static ObjectNode document(StoredResource resource) {
        JsonNode tree = Json.parse(resource.document().getBytes(StandardCharsets.UTF_8));
        return (ObjectNode) tree;
    }
}
