package io.sluice.store;

import io.vertx.core.Future;

/** The secret that cursors are sealed with: one for all replicas and tenants, made with the schema, never part of an answer. */
public interface CursorKeyStore {

    /** 32 bytes. */
    Future<byte[]> key();
}
