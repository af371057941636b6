package io.sluice.http;

import io.sluice.auth.Access;
import io.sluice.auth.LastUse;
import io.sluice.bulk.BulkEntrance;
import io.sluice.limits.Limits;
import io.sluice.limits.Strangers;
import io.sluice.operation.ListResources;
import io.sluice.operation.Operations;
import io.sluice.schema.Discovery;
import io.sluice.schema.ServiceLimits;
import io.sluice.store.CursorKeyStore;
import io.sluice.store.RefusalLog;
import io.sluice.store.ResourceStore;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop of the gateway: its own way into the database, its own routes, all instances on one port. */
public final class HttpVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);

    /** A filter of 16 KiB fits the request line; headers likewise. */
    private static final int MAX_LINE = 16_384;

    private static final int MAX_HEADERS = 16_384;

    /** For requests that have begun when the end comes: as long as any may take. */
    private static final int DRAIN_SECONDS = 10;

    /** What {@link #stop()} takes at most. */
    public static final Duration LONGEST_STOP = Duration.ofSeconds(DRAIN_SECONDS + 2);

    /**
     * What all instances share.
     *
     * @param port 0 or less takes a free one, the same for all instances
     * @param maxBodyBytes of a request
     * @param maxCount of resources on one page
     * @param bulk lets requests of many operations in
     * @param meters to which every room behind reports
     */
    public record Settings(
            String host,
            int port,
            long maxBodyBytes,
            int maxCount,
            BaseUrl baseUrl,
            BulkEntrance bulk,
            Bounds bounds,
            Meters meters) {}

    /**
     * What may be asked of all instances together, and how long it may take.
     *
     * @param trustedProxy whether the one at this address may say for whom it asks
     */
    public record Bounds(
            Limits limits, ConnectionLimit connections, Timeouts timeouts, Predicate<String> trustedProxy) {}

    /** The stores of one event loop, what lets requests in to them, and where refusals are noted. */
    public record Stores(ResourceStore resources, Access access, CursorKeyStore cursorKeys, RefusalLog refusals) {}

    private final Settings settings;
    private final Function<Vertx, Stores> stores;
    private @Nullable HttpServer server;
    private @Nullable RefusalLog refusals;
    private volatile boolean draining;

    /** @param stores opens the stores on the event loop that calls */
    public HttpVerticle(Settings settings, Function<Vertx, Stores> stores) {
        this.settings = settings;
        this.stores = stores;
    }

    @Override
    public Future<?> start() {
        Stores opened = stores.apply(vertx);
        Access access = opened.access();
        vertx.setPeriodic(LastUse.INTERVAL_MILLIS, due -> write(access.lastUse()));
        Deadlines deadlines = new Deadlines(vertx, settings.bounds().timeouts());
        Connections connections = new Connections(settings.bounds().connections(), deadlines);
        BulkEndpoint bulk = new BulkEndpoint(settings.bulk(), deadlines, settings.baseUrl());
        Attempts attempts = new Attempts(
                new Strangers(System::nanoTime),
                new ClientAddress(settings.bounds().trustedProxy()));
        ObservedRequests observed = new ObservedRequests(settings.meters(), () -> draining);
        ScimRoutes routes = new ScimRoutes(
                observed,
                new TokenEndpoint(access.tokens(), attempts, deadlines),
                new CredentialCheck(access.authentication(), attempts, connections),
                new RefusedRequests(opened.refusals()),
                new Admission(settings.bounds().limits()),
                new BodyReader(deadlines, settings.maxBodyBytes()),
                deadlines,
                handler(opened, bulk, new Readers(deadlines, observed::begun)),
                bulk);
        HttpServer created = vertx.createHttpServer(options())
                .connectionHandler(connections::opened)
                .requestHandler(new UntakenAnswers(deadlines, routes.router(vertx)));
        this.server = created;
        this.refusals = opened.refusals();
        return created.listen().onSuccess(bound -> settings.baseUrl().bound(bound.actualPort()));
    }

    /** The end is near: each answer from now on tells its client to make no further use of the connection. Any thread may call it. */
    public void drain() {
        draining = true;
    }

    @Override
    public Future<?> stop() {
        HttpServer running = server;
        RefusalLog noted = refusals;
        return running == null || noted == null
                ? Future.succeededFuture()
                : running.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS).eventually(noted::flush);
    }

    private static void write(LastUse lastUse) {
        lastUse.write().onFailure(failure -> LOG.warn("Last use of tokens not written: {}", failure.getMessage()));
    }

    private TargetHandler handler(Stores opened, BulkEndpoint bulk, Readers readers) {
        Operations operations = Operations.over(opened.resources(), opened.cursorKeys(), settings.maxCount());
        ServiceLimits limits = new ServiceLimits(
                settings.maxCount(),
                Math.min(ListResources.DEFAULT_COUNT, settings.maxCount()),
                ListResources.CURSOR_SECONDS,
                settings.bulk().limits().maxOperations(),
                settings.bulk().limits().maxPayloadBytes());
        DiscoveryEndpoint discovery =
                new DiscoveryEndpoint(types -> new Discovery(settings.baseUrl().get(), types, limits));
        return new TargetHandler(operations, settings.baseUrl(), discovery, bulk, readers);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(settings.host())
                // A negative port is Vert.x's way to share one free port between instances.
                .setPort(settings.port() > 0 ? settings.port() : -1)
                .setHttp2ClearTextEnabled(false)
                // There are no web sockets, and what looks for them fails on a long pipeline.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setIdleTimeout((int) settings.bounds().timeouts().idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true);
    }
}
