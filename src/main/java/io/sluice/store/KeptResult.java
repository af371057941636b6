package io.sluice.store;

import io.sluice.scim.ResourceId;
import java.util.Optional;

/**
 * What became of one operation of a job.
 *
 * @param place of the operation in the request
 * @param created the resource that it created
 * @param json as it is answered
 */
public record KeptResult(int place, Optional<ResourceId> created, boolean failed, String json) {}
