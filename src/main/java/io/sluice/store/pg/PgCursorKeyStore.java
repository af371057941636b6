package io.sluice.store.pg;

import io.sluice.store.CursorKeyStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** The key in its table, which the serving role may read and not write. */
public final class PgCursorKeyStore implements CursorKeyStore {
    private static final String KEY = "/* cursor_key */ SELECT key FROM sluice.cursor_key";

    private final Doors doors;

    public PgCursorKeyStore(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Future<byte[]> key() {
        return doors.lookup(KEY, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBuffer(0).getBytes());
    }
}
