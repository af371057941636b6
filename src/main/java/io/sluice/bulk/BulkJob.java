package io.sluice.bulk;

import io.sluice.schema.ResourceTypes;
import io.sluice.scim.TenantId;
import io.sluice.store.Scope;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * A request on its way from an event loop to the worker, who answers with a {@link BulkReply}.
 *
 * @param id names it where its client leaves
 * @param author credential and request, with a blank between
 * @param scopes what its client may do; each operation needs its own
 * @param body as it was received; nobody writes to it any more
 * @param charge counts the operations, once they are known; throws where the tenant has to wait
 * @param deadline by {@link System#nanoTime}
 * @param waits whether its client waits for the results; else they are kept
 */
public record BulkJob(
        UUID id,
        TenantId tenant,
        String author,
        Set<Scope> scopes,
        ResourceTypes types,
        byte[] body,
        IntConsumer charge,
        long deadline,
        boolean waits) {
    public BulkJob {
        scopes = Set.copyOf(scopes);
    }
}
