package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateTimesTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05.000Z",
        "2011-05-13T04:42:34.007Z, 2011-05-13T04:42:34.007Z",
        "1999-12-31T23:59:59.999999Z, 1999-12-31T23:59:59.999Z",
        "0999-10-10T10:10:10.1Z, 0999-10-10T10:10:10.100Z"
    })
    void writesUtcWithMilliseconds(Instant moment, String expected) {
        assertThat(DateTimes.text(moment)).isEqualTo(expected);
    }
}
