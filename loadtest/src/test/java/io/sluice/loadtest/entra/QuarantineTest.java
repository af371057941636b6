package io.sluice.loadtest.entra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuarantineTest {
    private final Quarantine quarantine = new Quarantine();

    @Test
    void aJobBeginsOutsideOfIt() {
        assertThat(quarantine.reason()).isEmpty();
        assertThat(quarantine.points()).isZero();
    }

    @Test
    void badCredentialsLeadThereAtOnce() {
        fail(LogCode.UNAUTHORIZED, 1);

        assertThat(quarantine.reason()).contains("EncounteredQuarantineException, Unauthorized");
    }

    @Test
    void aTargetThatSpeaksNoScimLeadsThereAtOnce() {
        fail(LogCode.INCOMPATIBLE, 1);

        assertThat(quarantine.reason()).isPresent();
    }

    @Test
    void fewFailuresAreNotEnoughEvenIfAllFail() {
        fail(LogCode.CONFLICT, 4_999);

        assertThat(quarantine.reason()).isEmpty();
    }

    @Test
    void fiveThousandAreEnoughWhenTheyAreMoreThanTwoInFive() {
        succeed(7_499);
        fail(LogCode.CONFLICT, 5_000);

        assertThat(quarantine.reason()).isPresent();
    }

    @Test
    void fiveThousandAreNotEnoughWhenTheyAreTwoInFive() {
        succeed(7_500);
        fail(LogCode.CONFLICT, 5_000);

        assertThat(quarantine.reason()).isEmpty();
    }

    @Test
    void moreThanFortyThousandAreEnoughWhateverTheirShare() {
        succeed(1_000_000);
        fail(LogCode.CONFLICT, 40_000);
        assertThat(quarantine.reason()).isEmpty();

        fail(LogCode.CONFLICT, 1);

        assertThat(quarantine.reason()).isPresent();
    }

    @Test
    void failedReferencesCountTowardsTheCeilingAlone() {
        for (int i = 0; i < 59_999; i++) {
            quarantine.failed(LogCode.UNRESOLVED_REFERENCE, true);
        }
        assertThat(quarantine.reason()).isEmpty();

        quarantine.failed(LogCode.UNRESOLVED_REFERENCE, true);

        assertThat(quarantine.reason()).isPresent();
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            quarantine.succeeded();
        }
    }

    private void fail(LogCode code, int times) {
        for (int i = 0; i < times; i++) {
            quarantine.failed(code, false);
        }
    }
}
