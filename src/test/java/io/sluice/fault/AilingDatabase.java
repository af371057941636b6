package io.sluice.fault;

import io.sluice.config.ServerUrl;

/** A database, with the way to it, that can be given a fault. */
interface AilingDatabase extends AutoCloseable {
    /** As the role that serves, on the way that has the fault. */
    ServerUrl serving();

    /** On a way that has none. */
    ServerUrl superuser();

    void become(Fault fault) throws Exception;

    static AilingDatabase of(Fault fault) throws Exception {
        return fault == Fault.DISK_FULL ? FullDisk.start() : DistantDatabase.start();
    }
}
