package io.sluice.http;

import io.sluice.auth.BearerAuthentication;
import io.sluice.operation.ListResources;
import io.sluice.operation.Operations;
import io.sluice.schema.Discovery;
import io.sluice.schema.ResourceTypes;
import io.sluice.schema.ServiceLimits;
import io.sluice.store.CredentialStore;
import io.sluice.store.CursorKeyStore;
import io.sluice.store.ResourceStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event loop of the gateway: its own way into the database, its own routes, all instances on one port. */
public final class HttpVerticle extends VerticleBase {
    /** A filter of 16 KiB fits the request line; headers likewise. */
    private static final int MAX_LINE = 16_384;

    private static final int MAX_HEADERS = 16_384;
    private static final int IDLE_SECONDS = 30;

    /** For requests that have begun when the end comes: as long as a statement may take. */
    private static final int DRAIN_SECONDS = 5;

    /**
     * What all instances share.
     *
     * @param port 0 or less takes a free one, the same for all instances
     * @param maxBodyBytes of a request
     * @param maxCount of resources on one page
     */
    public record Settings(
            String host, int port, long maxBodyBytes, int maxCount, ResourceTypes types, BaseUrl baseUrl) {}

    /** The stores of one event loop. */
    public record Stores(ResourceStore resources, CredentialStore credentials, CursorKeyStore cursorKeys) {}

    private final Settings settings;
    private final Function<Vertx, Stores> stores;
    private @Nullable HttpServer server;

    /** @param stores opens the stores on the event loop that calls */
    public HttpVerticle(Settings settings, Function<Vertx, Stores> stores) {
        this.settings = settings;
        this.stores = stores;
    }

    @Override
    public Future<?> start() {
        Stores opened = stores.apply(vertx);
        ScimRoutes routes = new ScimRoutes(
                new BearerAuthentication(opened.credentials()),
                settings.types(),
                handler(opened),
                settings.maxBodyBytes());
        HttpServer created = vertx.createHttpServer(options()).requestHandler(routes.router(vertx));
        this.server = created;
        return created.listen().onSuccess(bound -> settings.baseUrl().bound(bound.actualPort()));
    }

    @Override
    public Future<?> stop() {
        HttpServer running = server;
        return running == null ? Future.succeededFuture() : running.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }

    private TargetHandler handler(Stores opened) {
        Operations operations = Operations.over(opened.resources(), opened.cursorKeys(), settings.maxCount());
        ResourceJson json = new ResourceJson(settings.types(), settings.baseUrl());
        DiscoveryEndpoint discovery = new DiscoveryEndpoint(() -> new Discovery(
                settings.baseUrl().get(),
                settings.types(),
                new ServiceLimits(settings.maxCount(), ListResources.DEFAULT_COUNT, ListResources.CURSOR_SECONDS)));
        return new TargetHandler(operations, settings.types(), json, discovery);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(settings.host())
                // A negative port is Vert.x's way to share one free port between instances.
                .setPort(settings.port() > 0 ? settings.port() : -1)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true);
    }
}
