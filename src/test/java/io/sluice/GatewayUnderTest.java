package io.sluice;

import io.sluice.auth.BearerAuthentication;
import io.sluice.bulk.BulkEntrance;
import io.sluice.bulk.BulkLimits;
import io.sluice.config.BearerToken;
import io.sluice.config.IssuerHosts;
import io.sluice.http.BaseUrl;
import io.sluice.http.ConnectionLimit;
import io.sluice.http.HttpVerticle;
import io.sluice.http.Timeouts;
import io.sluice.limits.Limits;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.store.TenantLimits;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.Seed;
import io.sluice.store.pg.Seeder;
import io.sluice.store.pg.TestDatabase;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one gateway of a test run that integration tests ask over a real socket: the same wiring as the product's, on a database of its own. It
 * starts with the first question and ends with the JVM.
 */
public final class GatewayUnderTest {
    /** As the product has by default. */
    static final long MAX_BODY_BYTES = 8L << 20;

    static final int MAX_COUNT = 10_000;

    /** Small, so that a test can exceed it. */
    public static final BulkLimits BULK = new BulkLimits(50, 65_536, Duration.ofSeconds(20), 1);

    public static final Timeouts PATIENT = new Timeouts(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(30), 16_384);

    private static final AtomicInteger TENANTS = new AtomicInteger();

    /**
     * A customer's directory, empty at first, and the token that opens it.
     *
     * @param base the SCIM base without a slash at its end, for example {@code http://127.0.0.1:40001/scim/v2}
     */
    public record Tenant(URI base, String token) {}

    private GatewayUnderTest() {}

    /** A new tenant with an empty directory. */
    public static Tenant newTenant() {
        return newTenant("tenant-" + TENANTS.incrementAndGet());
    }

    /** A new tenant whose directory has so many invented users, in so many groups. */
    public static Tenant newTenant(int users, int groups, long memberships) {
        String name = "tenant-" + TENANTS.incrementAndGet();
        Seeder.run(
                Running.INSTANCE.database.ownerUrl(),
                BuiltInSchemas.resourceTypes(),
                new Seed(name, users, groups, memberships),
                line -> {});
        return newTenant(name);
    }

    private static Tenant newTenant(String name) {
        Running running = Running.INSTANCE;
        String token = BearerToken.tenant();
        // One connection for thousands of tenants: to open one takes longer than most tests.
        synchronized (running.connection) {
            try (PreparedStatement ensure = running.connection.prepareStatement("SELECT sluice.tenant_ensure(?, ?)")) {
                ensure.setString(1, name);
                ensure.setBytes(2, BearerAuthentication.sha256(token));
                ensure.execute();
            } catch (SQLException failure) {
                throw new IllegalStateException("no tenant", failure);
            }
        }
        return new Tenant(running.base, token);
    }

    /** So wide that no test meets them by accident. */
    public static HttpVerticle.Bounds wide() {
        return new HttpVerticle.Bounds(
                new Limits(new Limits.Settings(
                        new TenantLimits(1_000_000, 1_000_000, 10_000), 10_000, Duration.ofSeconds(5), 1L << 30)),
                new ConnectionLimit(100_000, 0),
                PATIENT,
                address -> false);
    }

    /** Another gateway on its database, with bounds that a test can meet. */
    public static GatewayInstance beside(Limits limits, int connections, Timeouts timeouts) throws Exception {
        return GatewayInstance.start(
                database().servingUrl(),
                0,
                new HttpVerticle.Bounds(limits, new ConnectionLimit(connections, 0), timeouts, address -> false));
    }

    /** Its database, to look at rows and as whom they are seen. */
    public static TestDatabase database() {
        return Running.INSTANCE.database;
    }

    private record Running(TestDatabase database, Connection connection, URI base) {
        // Started outside of this class: the event loops must not wait for its initialisation, which waits for them.
        static final Running INSTANCE = start();
    }

    private static Running start() {
        TestDatabase database = TestDatabase.create();
        Vertx vertx = Vertx.vertx();
        Runtime.getRuntime().addShutdownHook(new Thread(vertx::close));
        HttpVerticle.Settings settings = new HttpVerticle.Settings(
                "127.0.0.1",
                0,
                MAX_BODY_BYTES,
                MAX_COUNT,
                new BaseUrl(port -> "http://127.0.0.1:" + port),
                new BulkEntrance(BULK),
                wide(),
                Meters.NONE);
        try {
            Gateway gateway = Gateway.start(
                            vertx, database.servingUrl(), ConnectionSplit.of(16, 2), IssuerHosts.MICROSOFT, settings)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            return new Running(database, TestDatabase.jdbc(database.servingUrl()), URI.create(gateway.url()));
        } catch (InterruptedException | ExecutionException | TimeoutException | SQLException failure) {
            throw new IllegalStateException("the gateway did not start", failure);
        }
    }
}
