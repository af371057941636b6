package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.auth.Authentication;
import io.sluice.limits.Strangers;
import io.sluice.scim.ScimProblem;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of the routes that the router has, none answers before the credential is checked, but the token endpoint by a check of its own. */
@Timeout(30)
class RouteInventoryTest {
    private static final String ID = "9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11";
    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), 1);

    /** A path of every kind of target. */
    private static final Map<Class<? extends Target>, String> TARGETS = Map.of(
            Target.Root.class, "/scim/v2",
            Target.SearchEndpoint.class, "/scim/v2/.search",
            Target.Collection.class, "/scim/v2/Users",
            Target.One.class, "/scim/v2/Groups/" + ID,
            Target.DiscoveryDocument.class, "/scim/v2/Schemas",
            Target.Bulk.class, "/scim/v2/Bulk",
            Target.BulkJobs.class, "/scim/v2/Bulk/" + ID,
            Target.NotImplemented.class, "/scim/v2/Me",
            Target.Unknown.class, "/metrics");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void everyRouteButTheTokenEndpointIsBehindTheCredentialCheck() {
        assertThat(beforeTheCheck(router())).containsExactly(ScimRoutes.OBSERVED, ScimRoutes.TOKENS);
    }

    /** Wherever it is added and however it is put in front, the inventory lists it. */
    @Test
    void aRouteBeforeTheCheckIsFound() {
        Router inFront = router();
        inFront.get("/scim/v2/planted").order(-1).handler(context -> context.end());
        Router behind = router();
        behind.get("/scim/v2/planted").handler(context -> context.end());
        Router narrowed = router();
        narrowed.getRoutes().stream()
                .filter(route -> ScimRoutes.CREDENTIALS.equals(route.getName()))
                .forEach(route -> route.path("/scim/v2/*"));

        assertThat(beforeTheCheck(inFront)).contains("/scim/v2/planted");
        assertThat(beforeTheCheck(behind)).doesNotContain("/scim/v2/planted");
        assertThat(beforeTheCheck(narrowed))
                .as("no check of all")
                .hasSize(narrowed.getRoutes().size());
    }

    @Test
    void everyTargetOfEveryRouteIsRefusedToStrangersWithEveryMethod() throws Exception {
        assertThat(TARGETS.keySet())
                .as("an example of each")
                .isEqualTo(Arrays.stream(Target.class.getPermittedSubclasses()).collect(Collectors.toSet()));
        List<String> paths = new ArrayList<>(TARGETS.values());
        Router router = router();
        router.getRoutes().stream()
                .map(io.vertx.ext.web.Route::getPath)
                .filter(path -> path != null)
                .forEach(paths::add);

        assertThat(open(router, paths)).isEmpty();
    }

    @Test
    void aRouteThatAnswersStrangersIsSeen() throws Exception {
        Router router = router();
        router.get("/scim/v2/planted").order(-1).handler(context -> context.end());

        assertThat(open(router, List.of("/scim/v2/planted"))).containsExactly("GET /scim/v2/planted: 200");
    }

    private List<String> open(Router router, List<String> paths) throws Exception {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .await(10, TimeUnit.SECONDS);
        List<String> open = new ArrayList<>();
        try (RawClient client = new RawClient(URI.create("http://127.0.0.1:" + server.actualPort()))) {
            for (String path : paths) {
                for (String method :
                        List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "SEARCH")) {
                    client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
                    int status = (method.equals("HEAD") ? client.headOnly() : client.answer()).status();
                    if (status != 401) {
                        open.add(method + " " + path + ": " + status);
                    }
                }
            }
        }
        return open;
    }

    /** What may answer before the credential check, or instead of it; all routes where none checks every request. */
    private static List<String> beforeTheCheck(Router router) {
        return router.getRoutes().stream()
                .takeWhile(route -> !(ScimRoutes.CREDENTIALS.equals(route.getName()) && ofEveryRequest(route)))
                .map(route -> Objects.requireNonNullElse(route.getName(), "unnamed"))
                .toList();
    }

    private static boolean ofEveryRequest(io.vertx.ext.web.Route route) {
        return route.getPath() == null && !route.isRegexPath() && route.methods() == null;
    }

    private Router router() {
        Authentication nobody = authorization -> Future.failedFuture(
                ScimProblem.unauthorized("Nobody is known here.").exception());
        Deadlines deadlines = new Deadlines(vertx, TIMEOUTS);
        Attempts attempts = new Attempts(new Strangers(System::nanoTime), new ClientAddress(address -> false));
        return new ScimRoutes(
                        new ObservedRequests(Meters.NONE, () -> false),
                        new TokenEndpoint(unreached(), attempts, deadlines),
                        new CredentialCheck(nobody, attempts, new Connections(new ConnectionLimit(10, 0), deadlines)),
                        new RefusedRequests(unreached()),
                        new Admission(unreached()),
                        unreached(),
                        deadlines,
                        unreached(),
                        unreached())
                .router(vertx);
    }

    /** What is behind a check that nobody passes. */
    @SuppressWarnings("NullAway") // It is never asked for anything.
    private static <T> T unreached() {
        return null;
    }
}
