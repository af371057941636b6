package io.sluice.store.pg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceType;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.TenantId;
import io.sluice.store.StoredDocument;
import io.sluice.store.StoredDocuments;
import io.sluice.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** The stores over a database of their own, as the serving role, each statement written down. */
final class StoreUnderTest implements AutoCloseable {
    static final ResourceTypes TYPES = BuiltInSchemas.resourceTypes();
    static final ResourceType USER = TYPES.byName("User").orElseThrow();
    static final ResourceType GROUP = TYPES.byName("Group").orElseThrow();
    static final String BASE_URL = "https://scim.example/scim/v2";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TestDatabase database = TestDatabase.create();
    private final Vertx vertx = Vertx.vertx();
    private final SentStatements sent = new SentStatements();
    private final DoorsFactory factory = new DoorsFactory(database.servingUrl(), ConnectionSplit.of(9, 1), Meters.NONE);
    private final Doors doors;
    private final Housekeeping housekeeping;
    private final PgResourceStore resources;

    StoreUnderTest() {
        this.doors = sent.behind(factory.open(vertx));
        this.housekeeping = new Housekeeping(Door.over(sent.behind(
                SentStatements.Way.HOUSEKEEPING,
                SqlClient.class,
                PgBuilder.pool()
                        .using(vertx)
                        .connectingTo(PgConnections.options(database.servingUrl()))
                        .build())));
        this.resources = new PgResourceStore(doors, TYPES, () -> BASE_URL);
    }

    TestDatabase database() {
        return database;
    }

    Vertx vertx() {
        return vertx;
    }

    Doors doors() {
        return doors;
    }

    /** The directory as Bulk writes to it. */
    PgBulkStore bulk(Supplier<String> baseUrl) {
        Pool pool = (Pool) factory.openBulk(vertx).client();
        return new PgBulkStore(
                vertx, Door.over(sent.behind(SentStatements.Way.BULK, Pool.class, pool)), TYPES, baseUrl, Meters.NONE);
    }

    SentStatements sent() {
        return sent;
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    PgResourceStore resources() {
        return resources;
    }

    /** Connections of its own, as another replica has them; whoever opens them closes them. */
    Doors openDoors() {
        return factory.open(vertx);
    }

    /** The same directory, as another replica sees it. */
    static PgResourceStore replica(Doors doors) {
        return new PgResourceStore(doors, TYPES, () -> BASE_URL);
    }

    /** A tenant with nothing in it. */
    TenantId newTenant() {
        byte[] digest = new byte[32];
        RANDOM.nextBytes(digest);
        await(housekeeping.ensureTenant("tenant-" + RANDOM.nextLong(), digest, UUID.randomUUID()));
        return await(new PgCredentialStore(doors).find(digest)).orElseThrow().tenant();
    }

    static StoredDocument document(ResourceType type, String json) {
        try {
            return StoredDocuments.of(type, (ObjectNode) MAPPER.readTree(json));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }

    /** Asks all of it on one event loop before any can be answered. */
    <T, R> List<R> together(List<T> questions, Function<T, Future<R>> ask) {
        Promise<List<R>> answers = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(begun -> Future.join(questions.stream().map(ask).toList())
                        .<List<R>>map(all -> new ArrayList<>(all.list()))
                        .onComplete(answers));
        return await(answers.future());
    }

    /** Waits for the outcome; a failure is thrown as it is. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        await(housekeeping.close());
        await(vertx.close());
        database.close();
    }
}
