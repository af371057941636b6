package io.sluice.store;

import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.UUID;

/**
 * A request to be done later.
 *
 * @param request as it is to be read again, without passwords
 * @param operations in it
 * @param scopes what its client may do
 */
public record NewJob(UUID id, Buffer request, int operations, Set<Scope> scopes) {
    public NewJob {
        scopes = Set.copyOf(scopes);
    }
}
