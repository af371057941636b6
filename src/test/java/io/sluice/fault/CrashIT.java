package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link CrashMain}. */
@Timeout(180)
class CrashIT {
    @Test
    void whatWasAcknowledgedOutlivesKillsOfGatewayAndDatabase() throws Exception {
        Crashes.Outcome outcome = new Crashes(1).run(Path.of("target", "crashes"), 500, 4);

        assertThat(outcome.wrong()).isEmpty();
    }
}
