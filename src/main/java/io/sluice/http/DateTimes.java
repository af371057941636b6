package io.sluice.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Writes a dateTime of RFC 7643 section 2.3.5 in UTC with milliseconds. Twice in every resource, hence not by a formatter's pattern. */
final class DateTimes {
    private static final int NANOS_OF_MILLI = 1_000_000;

    private DateTimes() {}

    /** @param moment in the years 0 to 9999 */
    static String text(Instant moment) {
        StringBuilder text = new StringBuilder(24);
        OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);
        digits(text, utc.getYear(), 1_000);
        digits(text.append('-'), utc.getMonthValue(), 10);
        digits(text.append('-'), utc.getDayOfMonth(), 10);
        digits(text.append('T'), utc.getHour(), 10);
        digits(text.append(':'), utc.getMinute(), 10);
        digits(text.append(':'), utc.getSecond(), 10);
        digits(text.append('.'), utc.getNano() / NANOS_OF_MILLI, 100);
        return text.append('Z').toString();
    }

    /** @param highest what the first digit stands for */
    private static void digits(StringBuilder text, int number, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            text.append((char) ('0' + number / place % 10));
        }
    }
}
