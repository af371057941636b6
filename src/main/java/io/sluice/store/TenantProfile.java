package io.sluice.store;

import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceTypes;
import java.util.Optional;

/**
 * What is particular to a tenant, at one version. A request goes by the profile that it began with, whatever changes meanwhile.
 *
 * @param version counts the changes of this tenant's profile
 * @param types what the tenant can keep
 * @param limits of its own; empty where those of the service hold
 */
public record TenantProfile(long version, boolean suspended, ResourceTypes types, Optional<TenantLimits> limits) {
    /** Of every tenant of which nothing was changed yet. */
    public static final TenantProfile PLAIN =
            new TenantProfile(0, false, BuiltInSchemas.resourceTypes(), Optional.empty());
}
