package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** No membership is lost while servers die; and the same check, of the same servers with a defect planted, says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
@BesideOthers
class HistoryIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    /** Milliseconds. Kills are met as well by clients that leave the machine some time for those tests that run meanwhile. */
    private static final int REST = 80;

    private static final int RUNS = 5;
    private static final Duration CALM = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private HistoryTrial trial;

    @BeforeAll
    void start() throws Exception {
        trial = HistoryTrial.start(Path.of("target", "history-it"));
    }

    @AfterAll
    void stop() throws Exception {
        trial.close();
    }

    @Test
    void noMembershipIsLostWhileAGatewayAndTheDatabaseAreKilled() throws Exception {
        HistoryTrial.Trouble kills = trial.kills(CALM);
        List<Event> events = trial.run(LONG, kills, REST);

        assertThat(trial.violations(events)).isEmpty();
        // On a busy machine a gateway takes its time to come back.
        for (int run = 1; run < RUNS && trial.crashes() == 0; run++) {
            assertThat(trial.violations(trial.run(LONG, kills, REST))).isEmpty();
        }
        assertThat(events.stream().filter(event -> event.outcome() instanceof Outcome.Done))
                .hasSizeGreaterThan(1_000);
        assertThat(events.stream().filter(event -> event.outcome() instanceof Outcome.Unknown))
                .isNotEmpty();
        assertThat(trial.kills()).isPositive();
        assertThat(trial.crashes()).isPositive();
    }

    @Test
    void whatIsAcknowledgedBeforeItIsKeptIsMissedAfterACrash() throws Exception {
        try (PlantedDefect defect = PlantedDefect.acknowledgedBeforeCommit(trial.database())) {
            var violations = trial.violations(crashed());
            // Whether a write is acknowledged and not kept at that moment is chance.
            for (int run = 1; run < RUNS && violations.isEmpty(); run++) {
                violations = trial.violations(crashed());
            }

            assertThat(violations).isNotEmpty();
        }
    }

    private List<Event> crashed() throws Exception {
        return trial.run(SHORT.multipliedBy(2), over -> {
            HistoryTrial.pause(SHORT, over);
            trial.crashDatabase();
        });
    }

    @Test
    void aListThatIsReadAndWrittenBackLosesMembers() throws Exception {
        try (PlantedDefect defect = PlantedDefect.readModifyWrite(trial.database())) {
            var violations = trial.violations(trial.run(SHORT, HistoryTrial.NONE));
            // Whether two writers meet is chance.
            for (int run = 1; run < RUNS && violations.isEmpty(); run++) {
                violations = trial.violations(trial.run(SHORT, HistoryTrial.NONE));
            }

            assertThat(violations).isNotEmpty();
        }
    }

    @Test
    void aForgottenTenantDoesNoHarmBehindTheSecondWallAndShowsWithoutIt() throws Exception {
        try (PlantedDefect defect = PlantedDefect.tenantForgotten(trial.database())) {
            assertThat(trial.violations(trial.run(SHORT, HistoryTrial.NONE))).isEmpty();
            defect.withoutSecondWall();
            assertThat(trial.violations(trial.run(SHORT, HistoryTrial.NONE))).isNotEmpty();
        }
    }
}
