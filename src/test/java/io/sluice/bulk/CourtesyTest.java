package io.sluice.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class CourtesyTest {
    private static final int MANY = 100;

    /** Goes on when it is told to, however busy the machine is. */
    private final AtomicLong clock = new AtomicLong();

    @Test
    void itNeverStandsBackWhileNobodyElseIsServed(Vertx vertx) {
        Courtesy courtesy = new Courtesy(vertx, () -> 0, clock::get);
        pass(30);
        assertThat(courtesy.isDue()).isFalse();
    }

    @Test
    void itRestsForLongerThanItWorkedWhileOthersAreServed(Vertx vertx) throws Exception {
        Courtesy courtesy = new Courtesy(vertx, () -> 1, clock::get);
        pass(30);
        long begin = System.nanoTime();
        courtesy.standBack().await(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(80));
    }

    @Test
    void oneThatWasServedAMomentAgoCounts(Vertx vertx) {
        AtomicInteger inWork = new AtomicInteger(1);
        Courtesy courtesy = new Courtesy(vertx, inWork::get, clock::get);
        assertThat(courtesy.isDue()).isFalse();
        inWork.set(0);
        pass(30);
        assertThat(courtesy.isDue()).isTrue();
        pass(300);
        assertThat(courtesy.isDue()).isFalse();
    }

    @Test
    void itStandsBackAfterSomeWorkAndNotBefore(Vertx vertx) throws Exception {
        Courtesy courtesy = new Courtesy(vertx, () -> MANY, clock::get);
        pass(30);
        assertThat(courtesy.isDue()).isTrue();
        courtesy.standBack().await(5, TimeUnit.SECONDS);
        assertThat(courtesy.isDue()).isFalse();
    }

    @Test
    void itGoesOnWhenTheOthersAreThrough(Vertx vertx) throws Exception {
        AtomicInteger inWork = new AtomicInteger(MANY);
        Courtesy courtesy = new Courtesy(vertx, inWork::get, clock::get);
        long begin = System.nanoTime();
        vertx.setTimer(20, now -> inWork.set(0));
        courtesy.standBack().await(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(15));
        assertThat(inWork).hasValue(0);
    }

    @Test
    void itGoesOnAfterATimeWhateverTheOthersDo(Vertx vertx) throws Exception {
        new Courtesy(vertx, () -> MANY, clock::get).standBack().await(5, TimeUnit.SECONDS);
    }

    @Test
    void itsStatementsAreSmallerBesideOthers(Vertx vertx) {
        assertThat(new Courtesy(vertx, () -> 1, clock::get).atOnce())
                .isLessThan(new Courtesy(vertx, () -> 0, clock::get).atOnce());
    }

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
