package io.sluice.store;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * A job that a runner has now, as it was added.
 *
 * @param author who added it: credential and request, with a blank between
 */
public record TakenJob(JobLease lease, Buffer request, Set<Scope> scopes, String author) {
    public TakenJob {
        scopes = Set.copyOf(scopes);
    }
}
