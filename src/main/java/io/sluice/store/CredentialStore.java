package io.sluice.store;

import io.sluice.scim.TenantId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds whose a credential is. The only store without a tenant argument: the tenant is what it answers. */
public interface CredentialStore {

    /** @param digest SHA-256 of the whole bearer token */
    Future<Optional<Credential>> find(byte[] digest);

    /** Notes that these credentials, each with its tenant, were used now; one that was noted less than half a minute ago stays as it is. */
    Future<Void> used(Map<UUID, TenantId> credentials);
}
