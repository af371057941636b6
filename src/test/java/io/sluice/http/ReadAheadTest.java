package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ReadAheadTest {
    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000);

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong served = new AtomicLong();

    @Test
    void theNextPartIsAskedForBeforeTheOneAtHandIsWritten(Vertx vertx, VertxTestContext context) {
        first(vertx, context, parts(vertx, 3), first -> {
            assertThat(first).isEqualTo(1);
            assertThat(asked).hasValue(2);
        });
    }

    @Test
    void nothingIsAskedForBehindTheLastPart(Vertx vertx, VertxTestContext context) {
        ReadAhead<Integer> parts = parts(vertx, 1);

        first(vertx, context, parts, last -> {
            assertThat(asked).hasValue(1);
            assertThat(parts.hasNext()).isFalse();
        });
    }

    @Test
    void besideOthersTheNextPartIsAskedForWhenItIsWanted(Vertx vertx, VertxTestContext context) {
        ReadAhead<Integer> parts = parts(vertx, 3);
        served.incrementAndGet();

        vertx.runOnContext(now -> parts.next()
                .compose(first -> {
                    context.verify(() -> assertThat(asked).hasValue(1));
                    return parts.next();
                })
                .onComplete(context.succeeding(second -> context.verify(() -> {
                    assertThat(second).isEqualTo(2);
                    context.completeNow();
                }))));
    }

    private static void first(
            Vertx vertx, VertxTestContext context, ReadAhead<Integer> parts, Consumer<Integer> expectation) {
        vertx.runOnContext(now -> parts.next()
                .onComplete(context.succeeding(part -> context.verify(() -> {
                    expectation.accept(part);
                    context.completeNow();
                }))));
    }

    private ReadAhead<Integer> parts(Vertx vertx, int number) {
        return new ReadAhead<>(
                () -> asked.get() < number,
                () -> Future.succeededFuture(asked.incrementAndGet()),
                new Readers(new Deadlines(vertx, TIMEOUTS), served::get));
    }
}
