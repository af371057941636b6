package io.sluice.auth;

import io.sluice.scim.TenantId;
import io.sluice.store.Credential;
import io.sluice.store.Scope;
import io.sluice.store.TenantProfile;
import java.util.Set;

/** Who a request comes from. Its tenant is the only source of the tenant of any statement. */
public record Caller(Credential credential, TenantProfile profile) {
    public TenantId tenant() {
        return credential.tenant();
    }

    public Set<Scope> scopes() {
        return credential.scopes();
    }

    public boolean may(Scope scope) {
        return scopes().contains(scope);
    }
}
