package io.sluice.store;

import io.sluice.scim.TenantId;
import java.util.Set;
import java.util.UUID;

/**
 * A live credential: whose it is and what it may do. Its secret is never stored, only a digest.
 *
 * @param profileVersion of the tenant's profile when the credential was looked up; 0 for {@link TenantProfile#PLAIN}
 */
public record Credential(TenantId tenant, String tenantName, UUID id, Set<Scope> scopes, long profileVersion) {
    public Credential {
        scopes = Set.copyOf(scopes);
    }
}
