package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSplitTest {
    private record Case(int budget, int cores) {}

    @Test
    void neverUsesMoreThanItsBudget() {
        assertThat(everyBudget()).allSatisfy(given -> {
            ConnectionSplit split = ConnectionSplit.of(given.budget, given.cores);
            assertThat(used(split)).isLessThanOrEqualTo(given.budget);
        });
    }

    @Test
    void hasAConnectionBehindEachDoorOfEachLoop() {
        assertThat(everyBudget()).allSatisfy(given -> {
            ConnectionSplit split = ConnectionSplit.of(given.budget, given.cores);
            assertThat(split.eventLoops()).isBetween(1, given.cores);
            assertThat(split.lookups()).isPositive();
            assertThat(split.writes()).isPositive();
            assertThat(split.scans()).isPositive();
            assertThat(split.bulk()).isPositive();
        });
    }

    @Test
    void leavesFewerIdleThanItHasLoops() {
        assertThat(everyBudget()).allSatisfy(given -> {
            ConnectionSplit split = ConnectionSplit.of(given.budget, given.cores);
            assertThat(used(split)).isGreaterThan(given.budget - split.eventLoops());
        });
    }

    private static Stream<Case> everyBudget() {
        return IntStream.rangeClosed(ConnectionSplit.LEAST, 100)
                .boxed()
                .flatMap(budget -> Stream.of(1, 2, 3, 4, 7, 8, 16, 64).map(cores -> new Case(budget, cores)));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 8, 1, 1, 1, 1, 1",
        "16, 2, 2, 1, 3, 2, 2",
        "7, 1, 1, 1, 2, 2, 1",
        "14, 64, 4, 1, 1, 1, 1",
        "19, 2, 2, 1, 4, 3, 2",
        "24, 2, 2, 1, 4, 5, 3"
    })
    void shares(int budget, int cores, int eventLoops, int lookups, int writes, int scans, int bulk) {
        assertThat(ConnectionSplit.of(budget, cores))
                .isEqualTo(new ConnectionSplit(eventLoops, lookups, writes, scans, bulk));
    }

    @Test
    void printsItsSum() {
        assertThat(ConnectionSplit.of(16, 2).display())
                .isEqualTo("1 for the process + 2 for bulk + 2 event loops x (1 look-ups + 3 writes + 2 scans) = 15");
    }

    private static int used(ConnectionSplit split) {
        return 1 + split.bulk() + split.eventLoops() * (split.lookups() + split.writes() + split.scans());
    }
}
