package io.sluice.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** RFC 9562 sections 4 and 5.7. */
class ResourceIdsTest {
    private static final int MANY = 10_000;

    /** The text form: the thirteenth hexadecimal digit is the version, the seventeenth holds the variant's two bits. */
    private static final String VERSION_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @Test
    void areUuidsOfVersionSeven() {
        assertThat(many()).allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.toString()).matches(VERSION_7);
        });
    }

    @Test
    void beginWithTheMillisecondInWhichTheyAreMade() {
        long before = System.currentTimeMillis();
        UUID id = ResourceIds.next().value();
        long after = System.currentTimeMillis();

        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
    }

    @Test
    void areOrderedByTimeAsTextToo() throws InterruptedException {
        String earlier = ResourceIds.next().toString();
        Thread.sleep(3);
        String later = ResourceIds.next().toString();

        assertThat(earlier).isLessThan(later);
    }

    @Test
    void areNeverTheSame() {
        assertThat(many()).doesNotHaveDuplicates();
    }

    /** Both halves must vary, or ids made in one millisecond would be few. */
    @Test
    void useAllTheirRandomBits() {
        long high = 0;
        long low = 0;
        for (UUID id : many()) {
            high |= id.getMostSignificantBits();
            low |= id.getLeastSignificantBits();
        }

        assertThat(high & 0xFFFL).isEqualTo(0xFFFL);
        assertThat(low & 0x3FFFFFFFFFFFFFFFL).isEqualTo(0x3FFFFFFFFFFFFFFFL);
    }

    private static List<UUID> many() {
        return Stream.generate(() -> ResourceIds.next().value()).limit(MANY).toList();
    }
}
