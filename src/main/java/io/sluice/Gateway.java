package io.sluice;

import io.sluice.auth.Access;
import io.sluice.auth.IssuerKeys;
import io.sluice.auth.KeyFetch;
import io.sluice.bulk.BulkVerticle;
import io.sluice.config.IssuerHosts;
import io.sluice.config.ServerUrl;
import io.sluice.http.BaseUrl;
import io.sluice.http.HttpVerticle;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceTypes;
import io.sluice.store.pg.ConnectionSplit;
import io.sluice.store.pg.Doors;
import io.sluice.store.pg.DoorsFactory;
import io.sluice.store.pg.PgBulkStore;
import io.sluice.store.pg.PgClientStore;
import io.sluice.store.pg.PgCredentialStore;
import io.sluice.store.pg.PgCursorKeyStore;
import io.sluice.store.pg.PgResourceStore;
import io.sluice.store.pg.PgTenantProfileStore;
import io.sluice.store.pg.RefusalQueue;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The serving part: one {@link HttpVerticle} for each event loop, each with its own doors to one database, and the worker of Bulk. */
final class Gateway {
    private final Vertx vertx;
    private final List<String> deployments;
    private final BaseUrl baseUrl;
    private final List<HttpVerticle> verticles;

    private Gateway(Vertx vertx, List<String> deployments, BaseUrl baseUrl, List<HttpVerticle> verticles) {
        this.vertx = vertx;
        this.deployments = deployments;
        this.baseUrl = baseUrl;
        this.verticles = verticles;
    }

    /** Serves when the future succeeds. The database is asked only by requests: one that is down does not stop the start. */
    static Future<Gateway> start(
            Vertx vertx,
            ServerUrl database,
            ConnectionSplit split,
            IssuerHosts issuerHosts,
            HttpVerticle.Settings settings) {
        DoorsFactory factory = new DoorsFactory(database, split, settings.meters());
        IssuerKeys keys = new IssuerKeys(vertx, new KeyFetch(vertx, issuerHosts)::fetch, System::nanoTime);
        ResourceTypes types = BuiltInSchemas.resourceTypes();
        List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();
        BulkVerticle bulk = new BulkVerticle(
                settings.bulk().limits(),
                split.bulk(),
                settings.baseUrl(),
                settings.bounds().limits()::inWork,
                worker ->
                        new PgBulkStore(worker, factory.openBulk(worker), types, settings.baseUrl(), settings.meters()),
                settings.meters());
        return vertx.deployVerticle(
                        bulk,
                        new DeploymentOptions()
                                .setThreadingModel(ThreadingModel.WORKER)
                                .setWorkerPoolName("bulk")
                                .setWorkerPoolSize(1))
                .compose(worker -> vertx.deployVerticle(
                                () -> kept(verticles, new HttpVerticle(settings, loop -> {
                                    Doors doors = factory.open(loop);
                                    return new HttpVerticle.Stores(
                                            new PgResourceStore(doors, types, settings.baseUrl()),
                                            Access.over(
                                                    new PgCredentialStore(doors),
                                                    new PgTenantProfileStore(doors),
                                                    new PgClientStore(doors),
                                                    keys),
                                            new PgCursorKeyStore(doors),
                                            RefusalQueue.start(loop, doors, settings.meters()));
                                })),
                                new DeploymentOptions().setInstances(split.eventLoops()))
                        .map(deployment ->
                                new Gateway(vertx, List.of(deployment, worker), settings.baseUrl(), verticles)));
    }

    private static HttpVerticle kept(List<HttpVerticle> verticles, HttpVerticle verticle) {
        verticles.add(verticle);
        return verticle;
    }

    /** Where SCIM is, for example {@code http://localhost:8080/scim/v2}. */
    String url() {
        return baseUrl.get();
    }

    int port() {
        return baseUrl.port();
    }

    /** Tells clients to make no further use of their connections. */
    void drain() {
        verticles.forEach(HttpVerticle::drain);
    }

    /** Stops accepting, tells Bulk to come to its end so that its clients have their answers, then closes what the verticles opened. */
    Future<Void> stop() {
        vertx.eventBus().publish(BulkVerticle.STOPPING, "");
        Future<Void> stopped = Future.succeededFuture();
        for (String deployment : deployments) {
            stopped = stopped.transform(before -> vertx.undeploy(deployment));
        }
        return stopped;
    }
}
