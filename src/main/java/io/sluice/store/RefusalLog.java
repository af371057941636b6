package io.sluice.store;

import io.vertx.core.Future;

/** Takes refusals for the provisioning log, off the way of the request: what is noted is written a little later. */
public interface RefusalLog {
    /** Never waits and never fails; where too many come at once, some are lost and counted. Belongs to one event loop or worker. */
    void note(Refusal refusal);

    /** Completes when everything noted so far is written, or lost. */
    Future<Void> flush();
}
