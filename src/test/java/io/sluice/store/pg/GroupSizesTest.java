package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSizesTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 10, 10", "20, 1000, 3000", "3, 5, 15", "7, 100, 1", "2000, 1000000, 3000000"})
    void addUpAndStayBelowTheNumberOfUsers(int groups, int users, long memberships) {
        int[] sizes = GroupSizes.of(groups, users, memberships);

        assertThat(IntStream.of(sizes).asLongStream().sum()).isEqualTo(memberships);
        assertThat(sizes).hasSize(groups);
        assertThat(IntStream.of(sizes)).allMatch(size -> size >= 0 && size <= users);
    }
}
