package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sluice.Dice;
import io.sluice.GatewayUnderTest;
import io.sluice.Wire;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(1_800)
class FuzzIT {
    private static final long SEED = Long.getLong("sluice.fuzz.seed", 20_240_131);
    private static final long FROM = Long.getLong("sluice.fuzz.from", 0);
    private static final long REQUESTS = Long.getLong("sluice.fuzz.requests", 2_000);
    private static final int CLIENTS = 16;
    private static final int RESOURCES = 20;

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                errors.add(event.getFormattedMessage() + " " + event.getThrowableProxy());
            }
        }
    };
    private final AtomicLong next = new AtomicLong(FROM);
    private final Map<String, Long> statuses = new TreeMap<>();

    private Wire wire;

    @BeforeEach
    void start() {
        wire = new Wire(GatewayUnderTest.newTenant(), CLIENTS);
        listener.start();
        root().addAppender(listener);
    }

    @AfterEach
    void stop() throws Exception {
        root().detachAppender(listener);
        wire.close();
    }

    @Test
    void everyInputIsAnsweredAndNoneWithAFailureOfOurs() throws Exception {
        List<String> users = create("/Users", "userName");
        List<String> groups = create("/Groups", "displayName");

        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                ends.add(clients.submit(() -> askInTurn(users, groups)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }

        System.out.println("fuzz over HTTP: " + statuses);
        assertThat(errors).isEmpty();
        assertEverythingCanBeRead();
    }

    private Void askInTurn(List<String> users, List<String> groups) throws Exception {
        for (long number = next.getAndIncrement(); number < FROM + REQUESTS; number = next.getAndIncrement()) {
            ask(number, HttpInput.of(Dice.of(SEED, number), users, groups));
        }
        return null;
    }

    private void ask(long number, HttpInput input) {
        String again = "; again with -Dsluice.fuzz.seed=" + SEED + " -Dsluice.fuzz.from=" + number
                + " -Dsluice.fuzz.requests=1\n" + input.shown();
        Wire.Answer answer;
        try {
            answer = wire.send(input.method(), input.path(), Map.of(), input.body())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception unanswered) {
            throw new AssertionError("Input " + number + " was not answered" + again, unanswered);
        }
        if (answer.status() >= 500) {
            next.set(Long.MAX_VALUE / 2);
            fail("Input " + number + " was answered with " + answer.status() + " " + answer.body() + again);
        }
        synchronized (statuses) {
            statuses.merge(input.method() + " " + answer.status(), 1L, Long::sum);
        }
    }

    /** The names are those that generated bodies give too. */
    private List<String> create(String endpoint, String name) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < RESOURCES; n++) {
            JsonObject body =
                    JsonObject.of(name, "u" + n, "externalId", "e" + n, "title", "work", "active", n % 2 == 0);
            Wire.Answer created = wire.call("POST", endpoint, body.encode());
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            ids.add(created.json().getString("id"));
        }
        return ids;
    }

    private void assertEverythingCanBeRead() throws Exception {
        for (String endpoint : List.of("/Users", "/Groups", "/")) {
            long total = 1;
            for (long index = 1; index <= total; index += 200) {
                Wire.Answer page = wire.call("GET", endpoint + "?count=200&startIndex=" + index, "");
                assertThat(page.status()).as(page.body()).isEqualTo(200);
                total = page.json().getLong("totalResults");
                assertThat(page.json().getJsonArray("Resources")).hasSize((int) Math.min(200, total - index + 1));
            }
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
