package io.sluice.auth;

import io.sluice.scim.TenantId;
import io.sluice.store.Credential;
import io.sluice.store.TenantProfile;
import io.sluice.store.TenantProfileStore;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest known profile of each tenant. Whoever looks a credential up learns its version too, and only one that is new here is read. So
 * every replica follows a change as fast as it looks credentials up again, and a tenant whose profile stays costs nothing. Belongs to one
 * event loop.
 */
public final class TenantProfiles {
    private static final int KEPT_TENANTS = 10_000;

    private final TenantProfileStore store;
    private final Map<TenantId, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TenantId, Kept> eldest) {
            return size() > KEPT_TENANTS;
        }
    };

    private record Kept(long version, Future<TenantProfile> profile) {}

    public TenantProfiles(TenantProfileStore store) {
        this.store = store;
    }

    /** Of the credential's tenant, at the credential's version of it or a newer one. */
    public Future<TenantProfile> of(Credential credential) {
        if (credential.profileVersion() == TenantProfile.PLAIN.version()) {
            return Future.succeededFuture(TenantProfile.PLAIN);
        }
        Kept known = kept.get(credential.tenant());
        if (known != null && known.version >= credential.profileVersion() && !known.profile.failed()) {
            return known.profile;
        }
        Future<TenantProfile> read = store.find(credential.tenant());
        kept.put(credential.tenant(), new Kept(credential.profileVersion(), read));
        return read;
    }
}
