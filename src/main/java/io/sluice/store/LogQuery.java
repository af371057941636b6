package io.sluice.store;

import io.sluice.scim.ResourceId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is wanted of the provisioning log, the newest first.
 *
 * @param before entries older than this one
 * @param since entries not older than this moment
 * @param reason a code; empty for any
 */
public record LogQuery(LogEntry.Place before, Instant since, Optional<ResourceId> resource, String reason, int count) {}
