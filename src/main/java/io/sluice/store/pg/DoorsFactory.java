package io.sluice.store.pg;

import io.sluice.config.ServerUrl;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/** Opens the {@link Doors} of an event loop. Connections are made when first needed, so that a database that is down does not stop a start. */
public final class DoorsFactory {
    /** Requests under way on one connection of a pipelined client; 256 showed no gain over 64. */
    private static final int PIPELINING = 64;

    /** Waiting beyond this is refused at once: a queue that long is minutes deep. */
    private static final int PIPELINED_QUEUE = 2_000;

    private static final int SCAN_QUEUE_PER_CONNECTION = 32;
    private static final int CONNECT_SECONDS = 2;

    /** The server ends what runs longer; each is below the deadline of {@link Doors}. */
    private static final String STATEMENT_TIMEOUT = "5000";

    private static final String LOCK_TIMEOUT = "3000";
    private static final String IDLE_IN_TRANSACTION_TIMEOUT = "10000";

    private final ServerUrl database;
    private final ConnectionSplit split;

    public DoorsFactory(ServerUrl database, ConnectionSplit split) {
        this.database = database;
        this.split = split;
    }

    /** Opens them for the event loop that calls. */
    public Doors open(Vertx vertx) {
        return new Doors(
                PgBuilder.client()
                        .using(vertx)
                        .connectingTo(connect().setPipeliningLimit(PIPELINING))
                        .with(pool(split.lookups(), PIPELINED_QUEUE))
                        .build(),
                PgBuilder.client()
                        .using(vertx)
                        .connectingTo(connect().setPipeliningLimit(PIPELINING))
                        .with(pool(split.writes(), PIPELINED_QUEUE))
                        .build(),
                PgBuilder.pool()
                        .using(vertx)
                        .connectingTo(scanning())
                        .with(pool(split.scans(), split.scans() * SCAN_QUEUE_PER_CONNECTION))
                        .build());
    }

    /** One connection for the process itself, outside of any event loop's doors. */
    public Housekeeping housekeeping(Vertx vertx) {
        return new Housekeeping(PgBuilder.pool()
                .using(vertx)
                .connectingTo(connect())
                .with(pool(1, SCAN_QUEUE_PER_CONNECTION))
                .build());
    }

    private static PoolOptions pool(int size, int queue) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(queue)
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    }

    /** How much a filter finds decides how it is best answered, so each is planned with its values. */
    private PgConnectOptions scanning() {
        PgConnectOptions options = connect();
        options.addProperty("plan_cache_mode", "force_custom_plan");
        return options;
    }

    private PgConnectOptions connect() {
        PgConnectOptions options = PgConnections.options(database)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                .setPreparedStatementCacheSqlLimit(16_384);
        options.addProperty("application_name", "sluice")
                .addProperty("statement_timeout", STATEMENT_TIMEOUT)
                .addProperty("lock_timeout", LOCK_TIMEOUT)
                .addProperty("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_TIMEOUT);
        return options;
    }
}
