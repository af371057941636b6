package io.sluice.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * The least program that can answer a look-up, create a user or add a member: a bare HTTP server, one prepared statement on a pipelined client, the stored text written
 * through. No credential, no routing, no checks, no meta, no row level security. It takes the gateway's URLs, so that the same load goes to
 * both, and is the measure for what everything else costs. See {@code loadtest/bench/lookups.sh} and {@link GroupsBench}, which makes the
 * tables for members: they have the columns and indexes of the product's.
 *
 * <p>Environment: LEAST_DATABASE_URL (a role that bypasses row level security), LEAST_TENANT (its id), LEAST_PORT, LEAST_LOOPS.
 */
public final class LeastProgram extends VerticleBase {
    private static final String BY_ID = "SELECT doc FROM sluice.resource WHERE tenant_id = $1 AND id = $2";
    private static final String BY_NAME =
            "SELECT doc FROM sluice.resource WHERE tenant_id = $1 AND type = 'User' AND unique_key = $2";
    private static final String BY_EXTERNAL_ID =
            "SELECT doc FROM sluice.resource WHERE tenant_id = $1 AND type = 'User' AND external_id = $2";
    private static final String BY_MAIL = "SELECT r.doc FROM sluice.search_value s JOIN sluice.resource r"
            + " ON r.tenant_id = s.tenant_id AND r.id = s.resource_id WHERE s.tenant_id = $1 AND s.attribute = 2 AND s.value = $2";
    private static final String JOIN =
            "WITH joined AS (INSERT INTO least_program.member (tenant_id, group_id, member_id)"
                    + " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1)"
                    + " UPDATE least_program.resource SET version = version + 1, last_modified = clock_timestamp()"
                    + " WHERE tenant_id = $1 AND id = $2 AND EXISTS (SELECT FROM joined)";
    private static final String CREATE =
            "INSERT INTO least_program.resource (tenant_id, id, type, unique_key, created, last_modified, doc)"
                    + " VALUES ($1, $2, 'User', $3, clock_timestamp(), clock_timestamp(), $4)";
    private static final String USER_NAME = "\"userName\":\"";
    private static final String VALUE = "\"value\":\"";
    private static final String QUOTE = "%22";
    private static final int UUID_LENGTH = 36;

    private final long tenant = Long.parseLong(System.getenv("LEAST_TENANT"));

    public static void main(String[] arguments) {
        int loops = Integer.parseInt(System.getenv().getOrDefault("LEAST_LOOPS", "2"));
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true))
                .deployVerticle(LeastProgram::new, new DeploymentOptions().setInstances(loops))
                .onFailure(Throwable::printStackTrace);
    }

    @Override
    public Future<?> start() {
        SqlClient lookups = client(1, 64);
        SqlClient writes = client(4, 2);
        return vertx.createHttpServer()
                .requestHandler(request -> answer(lookups, writes, request))
                .listen(Integer.parseInt(System.getenv("LEAST_PORT")));
    }

    /** As many connections as the gateway has. Of the writes few are under way on each, since the pool fills one before it takes the next. */
    private SqlClient client(int connections, int pipeline) {
        return PgBuilder.client()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(System.getenv("LEAST_DATABASE_URL"))
                        .setCachePreparedStatements(true)
                        .setPipeliningLimit(pipeline))
                .with(new PoolOptions().setMaxSize(connections))
                .build();
    }

    private void answer(SqlClient lookups, SqlClient writes, HttpServerRequest request) {
        if (request.method() == HttpMethod.PATCH) {
            request.body().onSuccess(body -> join(writes, request, body.toString()));
        } else if (request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> create(writes, request, body.toString()));
        } else {
            lookUp(lookups, request);
        }
    }

    private void create(SqlClient client, HttpServerRequest request, String body) {
        int name = body.indexOf(USER_NAME) + USER_NAME.length();
        client.preparedQuery(CREATE)
                .execute(Tuple.of(tenant, UUID.randomUUID(), body.substring(name, body.indexOf('"', name)), body))
                .onSuccess(done -> request.response()
                        .setStatusCode(201)
                        .putHeader("Content-Type", "application/scim+json")
                        .end(body))
                .onFailure(failure -> request.response().setStatusCode(500).end());
    }

    /** A manager is such a row too. */
    private void join(SqlClient client, HttpServerRequest request, String body) {
        int member = body.lastIndexOf(VALUE) + VALUE.length();
        client.preparedQuery(JOIN)
                .execute(Tuple.of(
                        tenant, lastId(request.uri()), UUID.fromString(body.substring(member, member + UUID_LENGTH))))
                .onSuccess(done -> request.response().setStatusCode(204).end())
                .onFailure(failure -> request.response().setStatusCode(500).end());
    }

    private static UUID lastId(String uri) {
        int slash = uri.lastIndexOf('/') + 1;
        return UUID.fromString(uri.substring(slash, slash + UUID_LENGTH));
    }

    private void lookUp(SqlClient client, HttpServerRequest request) {
        String uri = request.uri();
        int quote = uri.lastIndexOf(QUOTE);
        Future<RowSet<Row>> rows;
        if (quote < 0) {
            rows = client.preparedQuery(BY_ID).execute(Tuple.of(tenant, lastId(uri)));
        } else {
            int begin = uri.lastIndexOf(QUOTE, quote - 1) + QUOTE.length();
            rows = client.preparedQuery(statement(uri)).execute(Tuple.of(tenant, uri.substring(begin, quote)));
        }
        rows.onSuccess(found -> {
                    request.response().putHeader("Content-Type", "application/scim+json");
                    if (found.size() == 0) {
                        request.response().setStatusCode(404).end();
                    } else {
                        request.response().end(found.iterator().next().getString(0));
                    }
                })
                .onFailure(failure -> request.response().setStatusCode(500).end());
    }

    private static String statement(String uri) {
        if (uri.contains("externalId")) {
            return BY_EXTERNAL_ID;
        }
        return uri.contains("emails") ? BY_MAIL : BY_NAME;
    }
}
