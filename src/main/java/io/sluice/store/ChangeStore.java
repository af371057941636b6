package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.List;

/** What happened in a directory, for administration. */
public interface ChangeStore {
    /** Up to {@code count} changes behind {@code after}, in an order into which nothing is ever put later: whoever reads on misses none. */
    Future<List<LoggedChange>> changes(TenantId tenant, LoggedChange.Place after, int count);

    /** The newest first. */
    Future<List<LogEntry>> log(TenantId tenant, LogQuery query);
}
