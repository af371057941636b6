package io.sluice.bench;

import io.sluice.auth.Access;
import io.sluice.auth.Caller;
import io.sluice.auth.IssuerKeys;
import io.sluice.bulk.BulkEntrance;
import io.sluice.bulk.BulkLimits;
import io.sluice.config.ServerUrl;
import io.sluice.http.BaseUrl;
import io.sluice.http.ConnectionLimit;
import io.sluice.http.HttpVerticle;
import io.sluice.http.Timeouts;
import io.sluice.limits.Limits;
import io.sluice.observe.Instruments;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.scim.TenantId;
import io.sluice.store.Credential;
import io.sluice.store.Scope;
import io.sluice.store.TenantLimits;
import io.sluice.store.TenantProfile;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.Doors;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.PgClientStore;
import io.sluice.store.pg.PgCredentialStore;
import io.sluice.store.pg.PgCursorKeyStore;
import io.sluice.store.pg.PgResourceStore;
import io.sluice.store.pg.PgTenantProfileStore;
import io.sluice.store.pg.RefusalQueue;
import io.sluice.store.pg.UnwalledDoors;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.UUID;

/**
 * The product's event loops with nothing in front of a directory: whoever asks is the one tenant's client, no limit is ever met, and no statement says
 * whose rows it wants. The reference for what credential check, limits and second wall cost together; never to be served from.
 *
 * <p>Environment: OPEN_PORT, OPEN_TENANT (its id), OPEN_DATABASE (see {@link WallsDirectory#url}).
 */
public final class OpenGateway {
    /** As the product has it by default. */
    private static final int CONNECTIONS = 16;

    private static final int ENOUGH = 1_000_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    private OpenGateway() {}

    public static void main(String[] arguments) {
        ServerUrl database = WallsDirectory.url(System.getenv("OPEN_DATABASE"));
        ConnectionSplit split =
                ConnectionSplit.of(CONNECTIONS, Runtime.getRuntime().availableProcessors());
        Instruments instruments = new Instruments();
        Vertx vertx = instruments.vertx(new VertxOptions().setEventLoopPoolSize(split.eventLoops() + 1));
        DoorsFactory factory = new DoorsFactory(database, split, instruments);
        HttpVerticle.Settings settings = settings(Integer.parseInt(System.getenv("OPEN_PORT")), instruments);
        Caller everybody = everybody(new TenantId(Long.parseLong(System.getenv("OPEN_TENANT"))));
        vertx.deployVerticle(
                        () -> new HttpVerticle(settings, loop -> stores(loop, factory.open(loop), settings, everybody)),
                        new DeploymentOptions().setInstances(split.eventLoops()))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    private static HttpVerticle.Stores stores(
            Vertx loop, Doors walled, HttpVerticle.Settings settings, Caller everybody) {
        Doors doors = UnwalledDoors.of(walled);
        Future<Caller> yes = Future.succeededFuture(everybody);
        Access access = Access.over(
                new PgCredentialStore(doors),
                new PgTenantProfileStore(doors),
                new PgClientStore(doors),
                new IssuerKeys(loop, address -> Future.failedFuture(address.toString()), System::nanoTime));
        return new HttpVerticle.Stores(
                new PgResourceStore(doors, BuiltInSchemas.resourceTypes(), settings.baseUrl()),
                new Access(anything -> yes, access.tokens(), access.lastUse()),
                new PgCursorKeyStore(doors),
                RefusalQueue.start(loop, doors, settings.meters()));
    }

    private static Caller everybody(TenantId tenant) {
        return new Caller(new Credential(tenant, "open", new UUID(0, 0), Scope.ALL, 0), TenantProfile.PLAIN);
    }

    private static HttpVerticle.Settings settings(int port, Instruments instruments) {
        return new HttpVerticle.Settings(
                "127.0.0.1",
                port,
                8L << 20,
                10_000,
                new BaseUrl(bound -> "http://127.0.0.1:" + bound),
                new BulkEntrance(new BulkLimits(1, 1, LONG, 1)),
                new HttpVerticle.Bounds(
                        new Limits(new Limits.Settings(
                                new TenantLimits(ENOUGH, ENOUGH, ENOUGH), ENOUGH, LONG, Long.MAX_VALUE)),
                        new ConnectionLimit(ENOUGH, 0),
                        new Timeouts(LONG, LONG, LONG, LONG, 1),
                        address -> false),
                instruments);
    }
}
