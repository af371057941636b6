package io.sluice;

import io.sluice.admin.AdminServer;
import io.sluice.admin.AdminStores;
import io.sluice.auth.BearerAuthentication;
import io.sluice.bulk.BulkEntrance;
import io.sluice.bulk.BulkLimits;
import io.sluice.config.BearerToken;
import io.sluice.config.ConfigException;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.GatewayConfig;
import io.sluice.config.LimitsConfig;
import io.sluice.config.Release;
import io.sluice.config.ServerUrl;
import io.sluice.config.StartTokens;
import io.sluice.http.BaseUrl;
import io.sluice.http.ConnectionLimit;
import io.sluice.http.HttpVerticle;
import io.sluice.http.Timeouts;
import io.sluice.limits.Limits;
import io.sluice.observe.Instruments;
import io.sluice.observe.ManagementServer;
import io.sluice.observe.Traces;
import io.sluice.store.TenantLimits;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.Doors;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.EmbeddedDatabase;
import io.sluice.store.pg.Housekeeping;
import io.sluice.store.pg.Migrations;
import io.sluice.store.pg.PgChangeStore;
import io.sluice.store.pg.PgClientDirectory;
import io.sluice.store.pg.PgDefinitionStore;
import io.sluice.store.pg.PgHoldStore;
import io.sluice.store.pg.PgTenantProfileStore;
import io.sluice.store.pg.PgTenantStore;
import io.sluice.store.pg.PgUndoStore;
import io.sluice.telemetry.Meter;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of {@code serve}: opens everything in order and closes it in the reverse. It waits, so it belongs to the main thread and the
 * shut-down thread only.
 */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final long MAX_BODY_BYTES = 8L << 20;

    /** A sixteenth of the heap: as a tree, a body takes about eight times its size. */
    private static final int HEAP_FOR_BODIES = 16;

    /** Together with what a check may be late, whoever only holds a connection is gone in less than half a minute. */
    private static final Duration STRANGER = Duration.ofSeconds(20);

    private static final Duration TRANSFER = Duration.ofSeconds(20);
    private static final int LEAST_BYTES_PER_SECOND = 16_384;

    /** For one step of the start or the end; a whole end stays within a usual grace period. */
    private static final int STEP_SECONDS = 8;

    private final GatewayConfig config;
    private final PrintStream out;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** That the database had seen at the start. */
    private volatile int migrations;

    private Server(GatewayConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
    }

    /** Serves when it returns. What stops the start is a {@link ConfigException}; whatever was open by then is closed again. */
    static Server start(GatewayConfig config, PrintStream out) {
        Server server = new Server(config, out);
        boolean serves = false;
        try {
            server.open();
            serves = true;
            return server;
        } finally {
            // Whatever went wrong: a future that fails throws its failure as it is, checked or not.
            if (!serves) {
                server.close();
            }
        }
    }

    private void open() {
        ServerUrl database = database();
        StartTokens tokens = StartTokens.of(config);
        ConnectionSplit split = ConnectionSplit.of(
                config.databaseConnections(), Runtime.getRuntime().availableProcessors());
        Instruments instruments = new Instruments();
        opened.push(instruments);
        Vertx vertx = vertx(instruments, new VertxOptions().setEventLoopPoolSize(split.eventLoops() + 1));
        opened.push(() -> await(vertx.close()));
        Housekeeping housekeeping = new DoorsFactory(database, split, instruments).housekeeping(vertx);
        ManagementServer management =
                await(ManagementServer.listen(vertx, config.management(), instruments, checks(housekeeping)));

        requireDurability(housekeeping);
        prepare(housekeeping, tokens);
        Gateway gateway = await(Gateway.start(vertx, database, split, config.issuerHosts(), settings(instruments))
                .recover(failure -> Future.failedFuture(ConfigException.cannotListen(
                        "SLUICE_HTTP_PORT", config.http().endpoint(), failure))));
        opened.push(() -> await(gateway.stop(), HttpVerticle.LONGEST_STOP));
        Background.start(vertx, housekeeping, config, instruments).forEach(work -> opened.push(work::stop));
        int adminPort = admin(vertx, housekeeping, tokens, instruments);
        opened.push(() -> drain(vertx, management, gateway));
        management.started();
        out.println(new Banner(config, tokens, new BoundPorts(gateway.port(), management.port(), adminPort))
                .text(split.display()));
    }

    private Vertx vertx(Instruments instruments, VertxOptions options) {
        if (config.tracing().isEmpty()) {
            return instruments.vertx(options);
        }
        Traces traces = Traces.to(config.tracing().get(), Release.read().version());
        opened.push(traces);
        return instruments.vertx(options, traces);
    }

    private ServerUrl database() {
        return switch (config.database()) {
            case DatabaseConfig.Embedded embedded -> {
                EmbeddedDatabase database = EmbeddedDatabase.start(embedded.directory(), out::println);
                opened.push(database);
                Migrations.migrate(database.owner(), database.serving().user(), config.changeRetention());
                yield database.serving();
            }
            case DatabaseConfig.External external -> {
                Migrations.requireCurrent(external.serving());
                yield external.serving();
            }
        };
    }

    private List<ManagementServer.Check> checks(Housekeeping housekeeping) {
        return List.of(
                new ManagementServer.Check("database", housekeeping::isReady),
                new ManagementServer.Check("schema", () -> housekeeping.schema().map(seen -> seen >= migrations)));
    }

    private void requireDurability(Housekeeping housekeeping) {
        if (config.database() instanceof DatabaseConfig.External external && !external.mayLose()) {
            List<String> off = await(housekeeping.losing());
            if (!off.isEmpty()) {
                throw new ConfigException(
                        "SLUICE_DATABASE_URL: " + String.join(", ", off) + " is off on "
                                + external.serving().display()
                                + ", so a crash would lose acknowledged writes; turn it on, or set SLUICE_DATABASE_UNSAFE=true for a trial");
            }
        }
    }

    private void prepare(Housekeeping housekeeping, StartTokens tokens) {
        migrations = await(housekeeping.schema());
        if (!await(housekeeping.hasSecondWall())) {
            LOG.warn("The serving role is above row level security: the second wall between tenants is missing."
                    + " Give SLUICE_DATABASE_URL a role that is neither SUPERUSER nor BYPASSRLS.");
        }
        if (!tokens.bootstrap().isEmpty()
                && !await(ensured(housekeeping, tokens.bootstrap().value()))) {
            throw new ConfigException("SLUICE_BOOTSTRAP_TOKEN belongs to another tenant of this database");
        }
    }

    private Future<Boolean> ensured(Housekeeping housekeeping, String token) {
        return housekeeping.ensureTenant(
                config.bootstrap().tenant(),
                BearerAuthentication.sha256(token),
                BearerToken.id(token).orElseGet(UUID::randomUUID));
    }

    /** The port, or 0 where the API stays closed for want of a token. */
    private int admin(Vertx vertx, Housekeeping housekeeping, StartTokens tokens, Meters meters) {
        if (tokens.admin().isEmpty()) {
            return 0;
        }
        Doors doors = housekeeping.doors();
        AdminServer admin = await(AdminServer.listen(
                vertx,
                config.admin().endpoint(),
                tokens.admin(),
                new AdminStores(
                        new PgTenantStore(doors),
                        new PgTenantProfileStore(doors),
                        new PgDefinitionStore(doors),
                        new PgClientDirectory(doors),
                        new PgChangeStore(doors),
                        new PgUndoStore(vertx, doors),
                        new PgHoldStore(doors)),
                config.issuerHosts(),
                meters));
        opened.push(() -> await(admin.close()));
        return admin.port();
    }

    /** Not ready any more; a moment until whoever sends requests has seen it; then nothing that is still coming is refused in between. */
    private void drain(Vertx vertx, ManagementServer management, Gateway gateway) {
        management.draining();
        gateway.drain();
        if (config.drainWait().isPositive()) {
            await(
                    vertx.timer(config.drainWait().toMillis(), TimeUnit.MILLISECONDS),
                    config.drainWait().plusSeconds(STEP_SECONDS));
        }
    }

    private HttpVerticle.Settings settings(Meters meters) {
        return new HttpVerticle.Settings(
                config.http().endpoint().host(),
                config.http().endpoint().port(),
                MAX_BODY_BYTES,
                config.http().maxCount(),
                new BaseUrl(config.http().publicUrl()::origin),
                new BulkEntrance(new BulkLimits(
                        config.bulk().maxOperations(),
                        config.bulk().maxPayloadBytes(),
                        config.bulk().deadline(),
                        config.bulk().resultHours())),
                bounds(meters),
                meters);
    }

    private HttpVerticle.Bounds bounds(Meters meters) {
        ConnectionLimit connections = new ConnectionLimit(
                config.connections().most(), config.connections().mostOfAddress());
        meters.watch(Meter.HTTP_CONNECTIONS, connections::open);
        return new HttpVerticle.Bounds(
                new Limits(limits(), meters),
                connections,
                new Timeouts(
                        STRANGER,
                        config.connections().idle(),
                        config.connections().request(),
                        TRANSFER,
                        LEAST_BYTES_PER_SECOND),
                config.trustedProxies()::trusts);
    }

    private Limits.Settings limits() {
        LimitsConfig limits = config.limits();
        return new Limits.Settings(
                new TenantLimits(limits.tenantOperationsPerSecond(), limits.tenantBurst(), limits.tenantInFlight()),
                limits.inFlight(),
                limits.latencyTarget(),
                Math.max(2 * MAX_BODY_BYTES, Runtime.getRuntime().maxMemory() / HEAP_FOR_BODIES));
    }

    /** Not ready first, then nothing more is accepted, then the event loops end, the embedded database last. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                LOG.warn("Something did not close: {}", failure.toString());
            }
        }
    }

    private static <T> T await(Future<T> step) {
        return await(step, Duration.ofSeconds(STEP_SECONDS));
    }

    private static <T> T await(Future<T> step, Duration most) {
        try {
            return step.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new ConfigException("A step of the start took longer than " + most.toSeconds() + " seconds");
        }
    }
}
