package io.sluice.store;

import io.sluice.scim.TenantId;
import java.util.UUID;

/** A job and who works on it: what it does counts only as long as it has the job. */
public record JobLease(TenantId tenant, UUID job, UUID runner) {
    /** How long a job stays with a runner who is not heard of. */
    public static final int SECONDS = 5;
}
