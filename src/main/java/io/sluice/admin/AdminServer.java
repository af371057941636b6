package io.sluice.admin;

import io.sluice.config.ConfigException;
import io.sluice.config.Endpoint;
import io.sluice.config.IssuerHosts;
import io.sluice.config.Secret;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server of the administration API. Without a token it must not be opened: it admits whoever presents {@code token}, which is never empty. */
public final class AdminServer {
    private static final int IDLE_SECONDS = 60;
    private static final int DRAIN_SECONDS = 2;

    private final HttpServer server;

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    public static Future<AdminServer> listen(
            Vertx vertx, Endpoint endpoint, Secret token, AdminStores stores, IssuerHosts issuerHosts, Meters meters) {
        AdminRoutes routes = new AdminRoutes(new AdminToken(token), table(stores, issuerHosts), meters);
        return vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(IDLE_SECONDS)
                        .setHttp2ClearTextEnabled(false)
                        // There are no web sockets, and what looks for them fails on a long pipeline.
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false))
                .requestHandler(routes.router(vertx))
                .listen(endpoint.port(), endpoint.host())
                .map(AdminServer::new)
                .recover(failure ->
                        Future.failedFuture(ConfigException.cannotListen("SLUICE_ADMIN_PORT", endpoint, failure)));
    }

    static AdminRouteTable table(AdminStores stores, IssuerHosts issuerHosts) {
        KnownTenants tenants = new KnownTenants(stores.tenants());
        OwnDefinitions definitions = new OwnDefinitions(tenants, stores.definitions());
        return new AdminRouteTable(Stream.of(
                        new OpenApi().routes(),
                        new TenantAdministration(tenants).routes(),
                        new ProfileAdministration(tenants, stores.profiles()).routes(),
                        new SchemaAdministration(definitions).routes(),
                        new MatchingAdministration(definitions).routes(),
                        new TypeAdministration(definitions).routes(),
                        new ChangeAdministration(tenants, stores.changes()).routes(),
                        new UndoAdministration(tenants, stores.undo()).routes(),
                        new HoldAdministration(tenants, stores.holds()).routes(),
                        new ClientAdministration(tenants, stores.clients(), issuerHosts).routes())
                .flatMap(List::stream)
                .toList());
    }

    public int port() {
        return server.actualPort();
    }

    /** Lets requests that have begun end. */
    public Future<Void> close() {
        return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}
