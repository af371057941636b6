package io.sluice.store.pg;

import io.sluice.config.ServerUrl;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Opens the {@link Doors} of an event loop. Connections are made when first needed, so that a database that is down does not stop a start. */
public final class DoorsFactory {
    /** Statements under way on one pipelined connection; 256 showed no gain over 64. */
    private static final int PIPELINING = 64;

    /** Waiting beyond this is refused at once: a queue that long is minutes deep. */
    private static final int PIPELINED_QUEUE = 2_000;

    private static final int SCAN_QUEUE_PER_CONNECTION = 32;

    /**
     * For a connection to become free, or to be made and logged in; also what a cold process on a busy machine needs for its first one.
     */
    private static final int ACQUIRE_SECONDS = 5;

    /** A look-up takes microseconds once it has a connection: this much earlier than others they tell that the database is frozen. */
    private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(ACQUIRE_SECONDS + 1);

    /** For a connection, then until the server's own time-out, and a second for its refusal to arrive. */
    private static final Duration PATIENCE = Duration.ofSeconds(ACQUIRE_SECONDS + 5 + 1);

    /** Readiness depends on it, and nothing there takes long. */
    private static final Duration PROCESS_PATIENCE = Duration.ofSeconds(ACQUIRE_SECONDS + 2);

    private static final int CONNECT_MILLIS = 2_000;

    /** The kernel gives a connection up when what was sent is not taken for so long. */
    private static final int USER_TIMEOUT_MILLIS = 10_000;

    /** The server ends what runs longer; each is below the deadline of {@link Doors}. */
    private static final String STATEMENT_TIMEOUT = "5000";

    private static final String LOCK_TIMEOUT = "3000";
    private static final String IDLE_IN_TRANSACTION_TIMEOUT = "10000";

    private final ServerUrl database;
    private final ConnectionSplit split;
    private final Meters meters;

    public DoorsFactory(ServerUrl database, ConnectionSplit split, Meters meters) {
        this.database = database;
        this.split = split;
        this.meters = meters;
    }

    /** Opens them for the event loop that calls. */
    public Doors open(Vertx vertx) {
        Availability availability = availability(vertx);
        return new Doors(
                spread("lookups", LOOKUP_PATIENCE, split.lookups(), vertx, availability),
                spread("writes", PATIENCE, split.writes(), vertx, availability),
                new RenewedDoor("scans", PATIENCE, () -> pool(vertx, scanning(), split.scans()), availability, meters));
    }

    /** The pool that Bulk has to itself; work beyond it waits for its turn there and nowhere else. */
    public Door openBulk(Vertx vertx) {
        return new RenewedDoor(
                "bulk", PATIENCE, () -> pool(vertx, connect(), split.bulk()), availability(vertx), meters);
    }

    /** One connection for the process itself, outside of any event loop's doors. */
    public Housekeeping housekeeping(Vertx vertx) {
        return new Housekeeping(new RenewedDoor(
                "process", PROCESS_PATIENCE, () -> pool(vertx, connect(), 1), availability(vertx), meters));
    }

    private Availability availability(Vertx vertx) {
        return new Availability(vertx, () -> pool(vertx, connect(), 1), meters);
    }

    private Door spread(String name, Duration patience, int connections, Vertx vertx, Availability availability) {
        return new SpreadDoor(
                Stream.generate(() -> new RenewedDoor(name, patience, () -> pipelined(vertx), availability, meters))
                        .limit(connections)
                        .toList());
    }

    private SqlClient pipelined(Vertx vertx) {
        return PgBuilder.client()
                .using(vertx)
                .connectingTo(pipelining().setPipeliningLimit(PIPELINING))
                .with(transport())
                .with(size(1, PIPELINED_QUEUE))
                .build();
    }

    private static Pool pool(Vertx vertx, PgConnectOptions options, int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
                .with(transport())
                .with(size(size, size * SCAN_QUEUE_PER_CONNECTION))
                .build();
    }

    private static PoolOptions size(int size, int queue) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(queue)
                .setConnectionTimeout(ACQUIRE_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    }

    private static NetClientOptions transport() {
        return new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(USER_TIMEOUT_MILLIS);
    }

    /**
     * What goes this way reads a few rows by an index, whatever the values. Left to choose, the server takes the plan that it has for dearer than
     * one for the values, and makes that anew for each of thousands of statements a second.
     */
    private PgConnectOptions pipelining() {
        PgConnectOptions options = connect();
        options.addProperty("plan_cache_mode", "force_generic_plan");
        return options;
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
