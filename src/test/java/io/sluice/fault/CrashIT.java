package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link CrashMain}. */
@Timeout(180)
@BesideOthers
class CrashIT {
    /** Milliseconds, for those tests that run meanwhile. */
    private static final long REST = 50;

    @Test
    void whatWasAcknowledgedOutlivesKillsOfGatewayAndDatabase() throws Exception {
        Crashes.Outcome outcome = new Crashes(1, REST).run(Path.of("target", "crashes"), 500, 4);

        assertThat(outcome.wrong()).isEmpty();
    }
}
