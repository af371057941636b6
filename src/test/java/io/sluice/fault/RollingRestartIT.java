package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import io.sluice.store.pg.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link RollingRestartMain}. */
@Timeout(120)
@BesideOthers
class RollingRestartIT {
    @Test
    void noRequestFailsWhileOneGatewayAfterTheOtherIsReplaced() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            RollingRestart.Outcome outcome =
                    new RollingRestart(database.servingUrl(), Path.of("target", "rolling")).run(2, 50);

            assertThat(outcome.failed()).isEmpty();
            assertThat(outcome.answers()).hasSizeGreaterThan(100);
            assertThat(outcome.ends()).allSatisfy(end -> assertThat(end).isLessThan(Duration.ofSeconds(25)));
        }
    }
}
