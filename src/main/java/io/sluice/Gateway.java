package io.sluice;

import io.sluice.config.ServerUrl;
import io.sluice.http.BaseUrl;
import io.sluice.http.HttpVerticle;
import io.sluice.schema.ResourceTypes;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.Doors;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.PgCredentialStore;
import io.sluice.store.pg.PgCursorKeyStore;
import io.sluice.store.pg.PgResourceStore;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The serving part: one {@link HttpVerticle} for each event loop, each with its own doors to one database. */
final class Gateway {
    private final Vertx vertx;
    private final String deployment;
    private final BaseUrl baseUrl;

    private Gateway(Vertx vertx, String deployment, BaseUrl baseUrl) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.baseUrl = baseUrl;
    }

    /** Serves when the future succeeds. The database is asked only by requests: one that is down does not stop the start. */
    static Future<Gateway> start(
            Vertx vertx, ServerUrl database, ConnectionSplit split, HttpVerticle.Settings settings) {
        DoorsFactory factory = new DoorsFactory(database, split);
        ResourceTypes types = settings.types();
        return vertx.deployVerticle(
                        () -> new HttpVerticle(settings, loop -> {
                            Doors doors = factory.open(loop);
                            return new HttpVerticle.Stores(
                                    new PgResourceStore(doors, types, settings.baseUrl()),
                                    new PgCredentialStore(doors),
                                    new PgCursorKeyStore(doors));
                        }),
                        new DeploymentOptions().setInstances(split.eventLoops()))
                .map(deployment -> new Gateway(vertx, deployment, settings.baseUrl()));
    }

    /** Where SCIM is, for example {@code http://localhost:8080/scim/v2}. */
    String url() {
        return baseUrl.get();
    }

    int port() {
        return baseUrl.port();
    }

    /** Stops accepting, then closes what the verticles opened. */
    Future<Void> stop() {
        return vertx.undeploy(deployment);
    }
}
