package io.sluice.admin;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.TenantStore;
import io.vertx.core.Future;

/** From the name in an address to the tenant, or to the refusal. */
record KnownTenants(TenantStore tenants) {
    /** Fails with 404 where there is no tenant of the name. */
    Future<TenantId> known(AdminRequest request) {
        return tenants.find(request.tenant()).map(found -> found.orElseThrow(() -> notFound("No such tenant.")));
    }

    static RuntimeException notFound(String detail) {
        return new ScimProblem(404, ScimType.NONE, detail).exception();
    }
}
