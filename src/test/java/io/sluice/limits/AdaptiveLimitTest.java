package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    private static final long MILLI = 1_000_000;
    private static final int LEAST = 16;
    private static final int MOST = 1_000;

    private final AdaptiveLimit limit = new AdaptiveLimit(LEAST, MOST, 100 * MILLI, 0);

    @Test
    void givesItsPlacesAndNoMore() {
        int entered = 0;
        while (limit.enter(1.0)) {
            entered++;
        }

        assertThat(entered).isEqualTo(MOST / 4);
        assertThat(limit.inWork()).isEqualTo(MOST / 4);
        limit.leave(0, MILLI);
        assertThat(limit.enter(1.0)).isTrue();
    }

    @Test
    void theReserveIsForThoseWhoMayUseIt() {
        while (limit.enter(0.8)) {
            assertThat(limit.inWork()).isLessThanOrEqualTo(MOST / 5);
        }

        assertThat(limit.hasRoom(0.8)).isFalse();
        assertThat(limit.hasRoom(1.0)).isTrue();
        assertThat(limit.enter(1.0)).isTrue();
    }

    /** A server of so many a second with one queue, offered four times as much. */
    @Test
    void keepsTheQueueOfAnOverloadedServerAboutAsLongAsTheTarget() {
        Outcome outcome = serve(2_500, 10_000, 20_000 * MILLI);

        assertThat(outcome.served).isGreaterThan((int) (0.97 * 2_500 * 20));
        assertThat(outcome.longestWaitAfterSettling).isLessThan(250 * MILLI);
    }

    @Test
    void aFastServerIsNotHeldBack() {
        Outcome outcome = serve(50_000, 4_000, 10_000 * MILLI);

        assertThat(outcome.refused).isZero();
    }

    @Test
    void aSlowServerKeepsWorking() {
        Outcome outcome = serve(20, 200, 60_000 * MILLI);

        assertThat(outcome.served).isGreaterThan((int) (0.95 * 20 * 60));
        assertThat(limit.limit()).isEqualTo(LEAST);
    }

    @Test
    void growsAgainWhenTheServerIsFastAgain() {
        serve(20, 200, 10_000 * MILLI);
        long begin = 60_000 * MILLI;

        for (long now = begin; now < begin + 10_000 * MILLI; now += 2 * MILLI) {
            int entered = 0;
            while (limit.enter(1.0)) {
                entered++;
            }
            for (int i = 0; i < entered; i++) {
                limit.leave(now, now + MILLI);
            }
        }

        assertThat(limit.limit()).isEqualTo(MOST);
    }

    @Test
    void oneSlowRequestAmongQuickOnesChangesNothing() {
        assertThat(limit.enter(1.0)).isTrue();
        for (long now = 0; now < 5_000 * MILLI; now += MILLI) {
            assertThat(limit.enter(1.0)).isTrue();
            limit.leave(now, now + MILLI);
        }
        limit.leave(0, 5_000 * MILLI);

        assertThat(limit.limit()).isEqualTo(MOST);
    }

    @Test
    void refusesNobodyForAServerThatKeepsUpAndStandsStillForAMoment() {
        for (long now = 0; now < 5_000 * MILLI; now += MILLI) {
            assertThat(limit.enter(1.0)).isTrue();
            limit.leave(now, now + MILLI);
        }

        for (int arrival = 0; arrival < 400; arrival++) {
            assertThat(limit.enter(1.0)).isTrue();
        }
    }

    private record Outcome(int served, int refused, long longestWaitAfterSettling) {}

    private Outcome serve(int perSecond, int offeredPerSecond, long nanos) {
        long each = 1_000 * MILLI / perSecond;
        PriorityQueue<long[]> inWork = new PriorityQueue<>((a, b) -> Long.compare(a[1], b[1]));
        long freeAt = 0;
        int served = 0;
        int refused = 0;
        long longest = 0;
        for (long now = 0; now < nanos; now += 1_000 * MILLI / offeredPerSecond) {
            while (!inWork.isEmpty() && inWork.peek()[1] <= now) {
                long[] done = inWork.poll();
                limit.leave(done[0], done[1]);
                served++;
                if (done[0] > 3_000 * MILLI) {
                    longest = Math.max(longest, done[1] - done[0]);
                }
            }
            if (limit.enter(1.0)) {
                freeAt = Math.max(freeAt, now) + each;
                inWork.add(new long[] {now, freeAt});
            } else {
                refused++;
            }
        }
        while (!inWork.isEmpty()) {
            long[] done = inWork.poll();
            limit.leave(done[0], done[1]);
        }
        return new Outcome(served, refused, longest);
    }
}
