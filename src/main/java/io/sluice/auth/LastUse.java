package io.sluice.auth;

import io.sluice.scim.TenantId;
import io.sluice.store.CredentialStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which credentials were used since this was last written down: once a minute and beside all requests. Belongs to one event loop. */
public final class LastUse {
    public static final long INTERVAL_MILLIS = 60_000;

    private final CredentialStore credentials;
    private Map<UUID, TenantId> used = new HashMap<>();

    public LastUse(CredentialStore credentials) {
        this.credentials = credentials;
    }

    void note(Caller caller) {
        used.put(caller.credential().id(), caller.tenant());
    }

    /** What cannot be written now is noted again with the next use. */
    public Future<Void> write() {
        if (used.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<UUID, TenantId> noted = used;
        used = new HashMap<>();
        return credentials.used(noted);
    }
}
