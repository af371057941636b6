package io.sluice;

import io.sluice.bulk.BulkEntrance;
import io.sluice.config.IssuerHosts;
import io.sluice.config.ServerUrl;
import io.sluice.http.BaseUrl;
import io.sluice.http.HttpVerticle;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.telemetry.Meters;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** One of several gateways on one database, with event loops and connections of its own. */
public final class GatewayInstance implements AutoCloseable {
    private final Vertx vertx;
    private final URI base;

    private GatewayInstance(Vertx vertx, URI base) {
        this.vertx = vertx;
        this.base = base;
    }

    /** @param port 0 for a free one */
    public static GatewayInstance start(ServerUrl database, int port) throws Exception {
        return start(database, port, GatewayUnderTest.wide(), IssuerHosts.MICROSOFT);
    }

    /** @param port 0 for a free one */
    public static GatewayInstance start(ServerUrl database, int port, HttpVerticle.Bounds bounds) throws Exception {
        return start(database, port, bounds, IssuerHosts.MICROSOFT);
    }

    /** @param port 0 for a free one */
    public static GatewayInstance start(
            ServerUrl database, int port, HttpVerticle.Bounds bounds, IssuerHosts issuerHosts) throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpVerticle.Settings settings = new HttpVerticle.Settings(
                "127.0.0.1",
                port,
                GatewayUnderTest.MAX_BODY_BYTES,
                GatewayUnderTest.MAX_COUNT,
                new BaseUrl(bound -> "http://127.0.0.1:" + bound),
                new BulkEntrance(GatewayUnderTest.BULK),
                bounds,
                Meters.NONE);
        Gateway gateway = Gateway.start(vertx, database, ConnectionSplit.of(16, 2), issuerHosts, settings)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        return new GatewayInstance(vertx, URI.create(gateway.url()));
    }

    public URI base() {
        return base;
    }

    /** Ends at once, whatever is under way. */
    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
