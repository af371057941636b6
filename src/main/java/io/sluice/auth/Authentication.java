package io.sluice.auth;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Tells who sends a request. Belongs to one event loop. */
public interface Authentication {

    /**
     * Fails with 401 for whoever is not known, with 503 while that cannot be told.
     *
     * @param authorization the header as received, null where there is none
     */
    Future<Caller> authenticate(@Nullable String authorization);
}
