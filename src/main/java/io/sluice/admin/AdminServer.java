package io.sluice.admin;

import io.sluice.config.ConfigException;
import io.sluice.config.Endpoint;
import io.sluice.config.Secret;
import io.sluice.store.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** The server of the administration API. Without a token it must not be opened: it admits whoever presents {@code token}, which is never empty. */
public final class AdminServer {
    private static final int IDLE_SECONDS = 60;
    private static final int DRAIN_SECONDS = 2;

    private final HttpServer server;

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    public static Future<AdminServer> listen(Vertx vertx, Endpoint endpoint, Secret token, TenantStore tenants) {
        AdminRoutes routes = new AdminRoutes(new AdminToken(token), new TenantAdministration(tenants));
        return vertx.createHttpServer(
                        new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(false))
                .requestHandler(routes.router(vertx))
                .listen(endpoint.port(), endpoint.host())
                .map(AdminServer::new)
                .recover(failure ->
                        Future.failedFuture(ConfigException.cannotListen("SLUICE_ADMIN_PORT", endpoint, failure)));
    }

    public int port() {
        return server.actualPort();
    }

    /** Lets requests that have begun end. */
    public Future<Void> close() {
        return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}
