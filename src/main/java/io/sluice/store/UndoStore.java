package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.time.Instant;

/** Takes back what was changed in a directory. */
public interface UndoStore {
    /**
     * Brings resources and memberships back to what they were at {@code since}, as far as they were changed, deleted or ended before {@code until}.
     * What was created in the window stays. Some at a time, each durable for itself; done again, it goes on. Fails with 400 where the window
     * has too many changes.
     */
    Future<Undone> undo(TenantId tenant, Instant since, Instant until);
}
