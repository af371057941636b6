package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long MILLI = 1_000_000;

    /** Moments may be negative and may pass the end of long: nanoTime begins anywhere. */
    private static final long BEGIN = Long.valueOf(Long.MAX_VALUE) - 5 * MILLI;

    private final TokenBucket bucket = new TokenBucket();

    @Test
    void aFullBucketGivesItsBurstAndNoMore() {
        assertThat(IntStream.range(0, 100).filter(i -> take(BEGIN) == 0).count())
                .isEqualTo(50);
    }

    @Test
    void tokensComeBackAtTheRate() {
        IntStream.range(0, 50).forEach(i -> take(BEGIN));

        assertThat(take(BEGIN + 9 * MILLI)).isNegative();
        assertThat(take(BEGIN + 10 * MILLI)).isZero();
        assertThat(take(BEGIN + 10 * MILLI)).isNegative();
    }

    @Test
    void aLongPauseFillsItNoFurtherThanItsSize() {
        take(BEGIN);

        long later = BEGIN + 3_600_000 * MILLI;
        assertThat(IntStream.range(0, 100).filter(i -> take(later) == 0).count())
                .isEqualTo(50);
    }

    @Test
    void aRefusalTellsWhenToComeBackAndTakesNothing() {
        IntStream.range(0, 50).forEach(i -> take(BEGIN));

        assertThat(take(BEGIN + 4 * MILLI)).isEqualTo(-6 * MILLI);
        assertThat(take(BEGIN + 4 * MILLI)).isEqualTo(-6 * MILLI);
    }

    @Test
    void thePatientGetTheirTokenLater() {
        IntStream.range(0, 50).forEach(i -> take(BEGIN));

        assertThat(bucket.take(100, 50, 25 * MILLI, BEGIN)).isEqualTo(10 * MILLI);
        assertThat(bucket.take(100, 50, 25 * MILLI, BEGIN)).isEqualTo(20 * MILLI);
        assertThat(bucket.take(100, 50, 25 * MILLI, BEGIN)).isEqualTo(-5 * MILLI);
    }

    @Test
    void whatIsOverdrawnIsPaidBeforeTheNext() {
        assertThat(bucket.overdraw(150, 100, 50, BEGIN)).isZero();

        assertThat(bucket.overdraw(1, 100, 50, BEGIN)).isEqualTo(-1_000 * MILLI);
        assertThat(take(BEGIN + 1_005 * MILLI)).isNegative();
        assertThat(take(BEGIN + 1_010 * MILLI)).isZero();
    }

    @Test
    void aTokenGivenBackIsThereAgain() {
        IntStream.range(0, 50).forEach(i -> take(BEGIN));

        bucket.giveBack(100);

        assertThat(take(BEGIN)).isZero();
        assertThat(take(BEGIN)).isNegative();
    }

    @Test
    void rivalsTogetherGetWhatOneWouldGet() throws InterruptedException {
        AtomicInteger got = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        Thread[] rivals = new Thread[4];
        for (int i = 0; i < rivals.length; i++) {
            rivals[i] = Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException interrupted) {
                    return;
                }
                for (int attempt = 0; attempt < 10_000; attempt++) {
                    if (bucket.take(100, 5_000, 0, BEGIN) == 0) {
                        got.incrementAndGet();
                    }
                }
            });
        }
        start.countDown();
        for (Thread rival : rivals) {
            rival.join();
        }

        assertThat(got).hasValue(5_000);
    }

    private long take(long now) {
        return bucket.take(100, 50, 0, now);
    }
}
