package io.sluice.store.pg;

import io.sluice.telemetry.CurrentRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * Questions of one kind that come at the same time, or while others of that kind are under way, go to the database together. What a statement
 * costs beside what it is for, on both sides and on the way, is most of a short one. A question that comes alone waits for nobody.
 *
 * @param <K> kind
 * @param <Q> question
 * @param <A> answer
 */
final class Gatherings<K, Q, A> {
    /** Of the first one's time, by which others may be refused before theirs is up. */
    private static final Duration TIME_LOST = Duration.ofSeconds(1);

    private final int most;
    private final BiPredicate<Q, List<Q>> mayGoWith;
    private final BiFunction<K, List<Q>, Future<List<A>>> ask;

    /** Those of a kind that wait; there is a line, though an empty one, as long as some are under way. */
    private final Map<K, Queue<Waiting<Q, A>>> lines = new HashMap<>();

    /**
     * @param most questions that go together; more would let the first wait for the last
     * @param mayGoWith whether a question may go with others; if not it waits for these, and those behind it with it
     * @param ask gives an answer to each of the questions, in their order
     */
    Gatherings(int most, BiPredicate<Q, List<Q>> mayGoWith, BiFunction<K, List<Q>, Future<List<A>>> ask) {
        this.most = most;
        this.mayGoWith = mayGoWith;
        this.ask = ask;
    }

    /** A question, and until when its asker waits, by {@link System#nanoTime}. */
    private record Waiting<Q, A>(Q question, Promise<A> answer, Optional<ContextInternal> asker, long until) {}

    Future<A> ask(K kind, Q question) {
        Waiting<Q, A> asked = new Waiting<>(
                question,
                CurrentRequest.promise(),
                CurrentRequest.context(),
                System.nanoTime() + CurrentRequest.atMost(Doors.DEADLINE).toNanos());
        if (joins(kind, asked)) {
            // After whatever else has just arrived, which is handled in this turn of the event loop.
            CurrentRequest.goOnSoon(asked.asker(), () -> send(kind));
        }
        return asked.answer().future();
    }

    /** Whether it is the first of a line. */
    private synchronized boolean joins(K kind, Waiting<Q, A> asked) {
        boolean first = !lines.containsKey(kind);
        lines.computeIfAbsent(kind, of -> new ArrayDeque<>()).add(asked);
        return first;
    }

    private void send(K kind) {
        List<Waiting<Q, A>> together = next(kind);
        if (together.isEmpty()) {
            return;
        }
        List<Q> questions = together.stream().map(Waiting::question).toList();
        Future.succeededFuture().compose(ready -> ask.apply(kind, questions)).onComplete(end -> {
            // Before any answer is told: whatever an asker does with it, the line goes on.
            goOn(kind, together);
            for (int number = 0; number < together.size(); number++) {
                Promise<A> answer = together.get(number).answer();
                if (end.succeeded()) {
                    answer.complete(end.result().get(number));
                } else {
                    answer.fail(end.cause());
                }
            }
        });
    }

    /** Where several ask at a time, those who have been told ask again at once: what they send by the next turn goes along. */
    private void goOn(K kind, List<Waiting<Q, A>> told) {
        Runnable goOn = () -> CurrentRequest.goOnSoon(first(kind), () -> send(kind));
        if (told.size() > 1) {
            CurrentRequest.goOnNextTurn(told.getFirst().asker(), goOn);
        } else {
            goOn.run();
        }
    }

    private synchronized Optional<ContextInternal> first(K kind) {
        return Optional.ofNullable(line(kind).peek()).flatMap(Waiting::asker);
    }

    /** Those that go together now. They share the time that the first has left, so nobody joins who has much more. */
    private synchronized List<Waiting<Q, A>> next(K kind) {
        Queue<Waiting<Q, A>> line = line(kind);
        List<Waiting<Q, A>> next = new ArrayList<>();
        List<Q> questions = new ArrayList<>();
        while (next.size() < most && !line.isEmpty()) {
            Waiting<Q, A> one = line.element();
            boolean joins = next.isEmpty()
                    || (one.until() - next.getFirst().until() <= TIME_LOST.toNanos()
                            && mayGoWith.test(one.question(), questions));
            if (!joins) {
                break;
            }
            next.add(line.remove());
            questions.add(one.question());
        }
        if (next.isEmpty()) {
            lines.remove(kind);
        }
        return next;
    }

    private Queue<Waiting<Q, A>> line(K kind) {
        return Objects.requireNonNull(lines.get(kind), "nobody waits");
    }
}
