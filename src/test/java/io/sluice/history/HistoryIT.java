package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.GatewayInstance;
import io.sluice.store.pg.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link HistoryMain}: two gateways in one process; one of them and every connection of the database end now and then. */
@Timeout(180)
class HistoryIT {
    private static final Duration TIME = Duration.ofSeconds(20);

    @Test
    void noMembershipIsLostWhileGatewaysAndConnectionsEnd() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                GatewayInstance steady = GatewayInstance.start(database.servingUrl(), 0)) {
            GatewayInstance mortal = GatewayInstance.start(database.servingUrl(), 0);
            List<URI> bases = List.of(steady.base(), mortal.base());
            Population population = Population.create(database.servingUrl());
            AtomicBoolean over = new AtomicBoolean();
            Thread trouble = Thread.ofPlatform().start(() -> trouble(database, mortal, over));

            List<Event> events = new HistoryRun(new HttpDirectory(bases, population)).run(TIME, 1_000_000);
            over.set(true);
            trouble.join();

            assertThat(HistoryCheck.violations(events, HistoryRun.USERS)).isEmpty();
            assertThat(events.stream().filter(event -> event.outcome() instanceof Outcome.Done))
                    .hasSizeGreaterThan(1_000);
            assertThat(events.stream().filter(event -> event.outcome() instanceof Outcome.Unknown))
                    .isNotEmpty();
        }
    }

    private static void trouble(TestDatabase database, GatewayInstance first, AtomicBoolean over) {
        GatewayInstance mortal = first;
        int port = first.base().getPort();
        try {
            while (!over.get()) {
                Thread.sleep(2_500);
                TestDatabase.execute(
                        database.superuserUrl(),
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
                Thread.sleep(2_500);
                mortal.close();
                mortal = GatewayInstance.start(database.servingUrl(), port);
            }
            mortal.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
