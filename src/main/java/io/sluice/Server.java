package io.sluice;

import io.sluice.admin.AdminServer;
import io.sluice.auth.BearerAuthentication;
import io.sluice.config.ConfigException;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.GatewayConfig;
import io.sluice.config.ServerUrl;
import io.sluice.config.StartTokens;
import io.sluice.http.BaseUrl;
import io.sluice.http.HttpVerticle;
import io.sluice.observe.ManagementServer;
import io.sluice.observe.Meters;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.EmbeddedDatabase;
import io.sluice.store.pg.Housekeeping;
import io.sluice.store.pg.MemberPurge;
import io.sluice.store.pg.Migrations;
import io.sluice.store.pg.PgTenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private static final int MAX_COUNT = 10_000;

    /** For one step of the start or the end; a whole end stays within a usual grace period. */
    private static final int STEP_SECONDS = 8;

    private final GatewayConfig config;
    private final PrintStream out;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

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
        DoorsFactory doors = new DoorsFactory(database, split);

        Meters meters = new Meters();
        opened.push(meters);
        Vertx vertx = meters.vertx(new VertxOptions().setEventLoopPoolSize(split.eventLoops() + 1));
        opened.push(() -> await(vertx.close()));
        Housekeeping housekeeping = doors.housekeeping(vertx);
        ManagementServer management =
                await(ManagementServer.listen(vertx, config.management(), meters, housekeeping::isReady));

        prepare(housekeeping, tokens);
        Gateway gateway = await(Gateway.start(vertx, database, split, settings())
                .recover(failure -> Future.failedFuture(ConfigException.cannotListen(
                        "SLUICE_HTTP_PORT", config.http().endpoint(), failure))));
        opened.push(() -> await(gateway.stop()));
        opened.push(MemberPurge.start(vertx, housekeeping)::stop);
        int adminPort = admin(vertx, housekeeping, tokens);
        opened.push(management::draining);
        management.started();
        out.println(new Banner(config, tokens, new BoundPorts(gateway.port(), management.port(), adminPort))
                .text(split.display()));
    }

    private ServerUrl database() {
        return switch (config.database()) {
            case DatabaseConfig.Embedded embedded -> {
                EmbeddedDatabase database = EmbeddedDatabase.start(embedded.directory(), out::println);
                opened.push(database);
                Migrations.migrate(database.owner(), database.serving().user());
                yield database.serving();
            }
            case DatabaseConfig.External external -> {
                Migrations.requireCurrent(external.serving());
                yield external.serving();
            }
        };
    }

    private void prepare(Housekeeping housekeeping, StartTokens tokens) {
        if (!await(housekeeping.hasSecondWall())) {
            LOG.warn("The serving role is above row level security: the second wall between tenants is missing."
                    + " Give SLUICE_DATABASE_URL a role that is neither SUPERUSER nor BYPASSRLS.");
        }
        if (!tokens.bootstrap().isEmpty()
                && !await(housekeeping.ensureTenant(
                        config.bootstrap().tenant(),
                        BearerAuthentication.sha256(tokens.bootstrap().value())))) {
            throw new ConfigException("SLUICE_BOOTSTRAP_TOKEN belongs to another tenant of this database");
        }
    }

    /** The port, or 0 where the API stays closed for want of a token. */
    private int admin(Vertx vertx, Housekeeping housekeeping, StartTokens tokens) {
        if (tokens.admin().isEmpty()) {
            return 0;
        }
        AdminServer admin = await(AdminServer.listen(
                vertx, config.admin().endpoint(), tokens.admin(), new PgTenantStore(housekeeping.doors())));
        opened.push(() -> await(admin.close()));
        return admin.port();
    }

    private HttpVerticle.Settings settings() {
        return new HttpVerticle.Settings(
                config.http().endpoint().host(),
                config.http().endpoint().port(),
                MAX_BODY_BYTES,
                MAX_COUNT,
                BuiltInSchemas.resourceTypes(),
                new BaseUrl(config.http().publicUrl()::origin));
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
        try {
            return step.await(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new ConfigException("A step of the start took longer than " + STEP_SECONDS + " seconds");
        }
    }
}
