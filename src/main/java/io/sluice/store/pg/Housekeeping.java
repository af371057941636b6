package io.sluice.store.pg;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/** What the process asks the database for itself, outside of any request. */
public final class Housekeeping {
    private static final String ENSURE = "/* tenant_ensure */ SELECT sluice.tenant_ensure($1, $2)";
    private static final String REACHABLE = "/* ready */ SELECT NOT pg_is_in_recovery()";
    private static final String SECOND_WALL =
            "/* second wall */ SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user";

    private static final String PURGE = "/* purge */ SELECT sluice.member_purge_some($1)";

    /** Some tens of milliseconds of work. */
    private static final int PURGED_AT_ONCE = 2_000;

    private final Pool client;

    Housekeeping(Pool client) {
        this.client = client;
    }

    /** Makes sure that this tenant exists with this token; false where the token is another tenant's. */
    public Future<Boolean> ensureTenant(String name, byte[] tokenDigest) {
        return answer(ENSURE, Tuple.of(name, Buffer.buffer(tokenDigest)));
    }

    /** Whether the database answers and takes writes. */
    public Future<Boolean> isReady() {
        return answer(REACHABLE, Tuple.tuple()).otherwise(false);
    }

    /** Whether row level security applies to the serving role at all. */
    public Future<Boolean> hasSecondWall() {
        return answer(SECOND_WALL, Tuple.tuple());
    }

    /** Removes some of the rows that deleted groups left; true where there may be more. */
    public Future<Boolean> purge() {
        return answer(PURGE, Tuple.of(PURGED_AT_ONCE));
    }

    /** For administration, which has no event loop of its own: all three are the process's one connection. */
    public Doors doors() {
        return new Doors(client, client, client);
    }

    public Future<Void> close() {
        return client.close();
    }

    private Future<Boolean> answer(String sql, Tuple parameters) {
        return client.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
