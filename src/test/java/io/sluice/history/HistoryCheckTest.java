package io.sluice.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.BesideOthers;
import io.sluice.history.MemoryDirectory.Defect;
import io.sluice.history.Operation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@BesideOthers
class HistoryCheckTest {
    private static final int USERS = 2;
    private static final int RUNS = 5;

    @Test
    void aSoundStoreIsFoundSound() throws InterruptedException {
        assertThat(HistoryCheck.violations(history(Defect.NONE), HistoryRun.USERS))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Defect.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyPlantedDefectIsFound(Defect defect) throws InterruptedException {
        List<String> violations = HistoryCheck.violations(history(defect), HistoryRun.USERS);
        // Whether two clients meet is chance.
        for (int run = 1; run < RUNS && violations.isEmpty(); run++) {
            violations = HistoryCheck.violations(history(defect), HistoryRun.USERS);
        }

        assertThat(violations).isNotEmpty();
    }

    @Test
    void anAcknowledgedAddThatALaterReadDoesNotSeeIsLost() {
        assertThat(HistoryCheck.violations(
                        List.of(add(0, 0, 10, new Outcome.Done(2, 0, false)), read(1, 20, 30, 2, 0)), USERS))
                .hasSize(1);
    }

    @Test
    void readsDuringAnAddMaySeeEitherButNeverGoBack() {
        Event add = add(0, 0, 100, new Outcome.Done(2, 0, false));

        assertThat(HistoryCheck.violations(List.of(add, read(1, 10, 20, 1, 0), read(1, 30, 40, 2, 1)), USERS))
                .isEmpty();
        assertThat(HistoryCheck.violations(List.of(add, read(1, 10, 20, 2, 1), read(1, 30, 40, 3, 0)), USERS))
                .hasSize(1);
    }

    @Test
    void anAddOfUnknownFateHappensOnceAtMost() {
        Event add = add(0, 0, 10, new Outcome.Unknown("killed"));
        Event remove = new Event(2, new Operation(Kind.REMOVE, 0, 1, 0), 40, 50, new Outcome.Done(3, 0, false));

        assertThat(HistoryCheck.violations(List.of(add, read(1, 20, 30, 2, 1), remove, read(1, 60, 70, 3, 0)), USERS))
                .isEmpty();
        assertThat(HistoryCheck.violations(List.of(add, read(1, 20, 30, 2, 1), remove, read(1, 60, 70, 4, 1)), USERS))
                .hasSize(1);
        Event again = add(3, 0, 10, new Outcome.Unknown("killed too"));
        assertThat(HistoryCheck.violations(
                        List.of(add, again, read(1, 20, 30, 2, 1), remove, read(1, 60, 70, 4, 1)), USERS))
                .isEmpty();
    }

    @Test
    void oneVersionHasOneListOfMembers() {
        Event add = add(0, 0, 100, new Outcome.Done(2, 0, false));

        assertThat(HistoryCheck.violations(List.of(add, read(1, 10, 20, 1, 0), read(1, 30, 40, 1, 1)), USERS))
                .hasSize(1);
    }

    @Test
    void whatWasNeverSentIsNotDone() {
        assertThat(HistoryCheck.violations(
                        List.of(add(0, 0, 10, new Outcome.Unreached()), read(1, 20, 30, 1, 1)), USERS))
                .hasSize(1);
    }

    @Test
    void anAddOfUnknownFateMayShowOrNot() {
        Event add = add(0, 0, 10, new Outcome.Unknown("killed"));

        assertThat(HistoryCheck.violations(List.of(add, read(1, 20, 30, 2, 1)), USERS))
                .isEmpty();
        assertThat(HistoryCheck.violations(List.of(add, read(1, 20, 30, 1, 0)), USERS))
                .isEmpty();
    }

    @Test
    void aMemberThatNobodyAddedIsAPhantom() {
        assertThat(HistoryCheck.violations(List.of(read(1, 20, 30, 1, 1)), USERS))
                .hasSize(1);
        assertThat(HistoryCheck.violations(
                        List.of(new Event(1, new Operation(Kind.READ, 0, 0, 0), 1, 2, new Outcome.Done(1, 0, true))),
                        USERS))
                .hasSize(1);
    }

    @Test
    void anOperationThatWasRefusedHasNoEffect() {
        assertThat(HistoryCheck.violations(List.of(add(0, 0, 10, new Outcome.Refused()), read(1, 20, 30, 1, 1)), USERS))
                .hasSize(1);
    }

    @Test
    void twoWritesOnOneVersionAreOneTooMany() {
        Event first = new Event(0, new Operation(Kind.ADD, 0, 1, 1), 0, 10, new Outcome.Done(2, 0, false));
        Event second = new Event(1, new Operation(Kind.ADD, 0, 2, 1), 0, 10, new Outcome.Done(2, 0, false));
        Event later = new Event(1, new Operation(Kind.ADD, 0, 2, 2), 20, 30, new Outcome.Done(4, 0, false));

        assertThat(HistoryCheck.violations(List.of(first, second), USERS)).hasSize(1);
        assertThat(HistoryCheck.violations(List.of(first, later), USERS)).hasSize(1);
    }

    private static Event add(int client, long start, long end, Outcome outcome) {
        return new Event(client, new Operation(Kind.ADD, 0, 1, 0), start, end, outcome);
    }

    private static Event read(int client, long start, long end, long version, long members) {
        return new Event(
                client, new Operation(Kind.READ, 0, 0, 0), start, end, new Outcome.Done(version, members, false));
    }

    private static List<Event> history(Defect defect) throws InterruptedException {
        try (ExecutorService later = Executors.newSingleThreadExecutor()) {
            return new HistoryRun(new MemoryDirectory(defect, later)).run(Duration.ofSeconds(2), 30_000);
        }
    }
}
