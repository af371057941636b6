package io.sluice.store;

import io.vertx.core.Future;
import java.util.Optional;

/** Finds whose a credential is. The only store without a tenant argument: the tenant is what it answers. */
public interface CredentialStore {

    /** @param digest SHA-256 of the whole bearer token */
    Future<Optional<Credential>> find(byte[] digest);
}
