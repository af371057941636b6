package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.scim.ScimProblem;
import io.sluice.scim.TenantId;
import io.sluice.store.Refusal;
import io.sluice.telemetry.Meters;
import io.vertx.core.Promise;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalQueueIT {
    private final StoreUnderTest underTest = new StoreUnderTest();
    private final TenantId tenant = underTest.newTenant();

    @AfterEach
    void close() {
        underTest.close();
    }

    @Test
    void whatOnlyAsksToComeAgainIsALineForEachDetail() throws SQLException {
        note(
                ScimProblem.unavailable("The database is away."),
                ScimProblem.unavailable("Too much to do."),
                ScimProblem.unavailable("The database is away."),
                ScimProblem.invalidValue("userName is required."),
                ScimProblem.invalidValue("userName is required."));

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        List.of("The database is away.", "2"),
                        List.of("Too much to do.", "1"),
                        List.of("userName is required.", "1"),
                        List.of("userName is required.", "1"));
    }

    /** On an event loop, to which a queue belongs. */
    private void note(ScimProblem... problems) {
        Promise<Void> written = Promise.promise();
        underTest.vertx().runOnContext(now -> {
            RefusalQueue queue = RefusalQueue.start(underTest.vertx(), underTest.doors(), Meters.NONE);
            Arrays.stream(problems).map(this::refusal).forEach(queue::note);
            queue.flush().onComplete(written);
        });
        StoreUnderTest.await(written.future());
    }

    private Refusal refusal(ScimProblem problem) {
        return new Refusal(tenant, Instant.now(), "", "create", "User", Optional.empty(), problem);
    }

    private List<List<String>> lines() throws SQLException {
        return TestDatabase.query(underTest.database().superuserUrl(), "SELECT detail, times FROM sluice.refusal");
    }
}
