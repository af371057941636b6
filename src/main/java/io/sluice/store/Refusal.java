package io.sluice.store;

import io.sluice.scim.ResourceId;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that a tenant's client asked for and did not get.
 *
 * @param author whose request it was: credential and request, with a blank between
 * @param type of the resource, empty where the request names none
 */
public record Refusal(
        TenantId tenant,
        Instant at,
        String author,
        String operation,
        String type,
        Optional<ResourceId> resource,
        ScimProblem problem) {}
