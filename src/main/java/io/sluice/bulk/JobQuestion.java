package io.sluice.bulk;

import io.sluice.scim.TenantId;
import java.util.UUID;

/** How far is the kept job, and what came of it? The worker answers with a {@link BulkReply}. */
public record JobQuestion(TenantId tenant, UUID job) {}
