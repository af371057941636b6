package io.sluice.loadtest.entra;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * A provisioning job: works through what is planned, one work after the other, and keeps the score. Several threads take turns from it at
 * once. What fails is tried again in the next work.
 */
public final class Job {
    /** Retry-After is followed up to here; a call that was turned away so often fails. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final int TRIES = 8;

    private final Directory directory;
    private final Quarantine quarantine = new Quarantine();
    private final boolean throttledIsFine;
    private final Deque<Supplier<Work>> plan = new ArrayDeque<>();
    private final Deque<Turn> ready = new ArrayDeque<>();
    private final PriorityQueue<Turn> waiting = new PriorityQueue<>(Comparator.comparingLong(Turn::notBefore));
    private final List<Task> failed = new ArrayList<>();
    private Work work = Work.parts(List.of());
    private int underWay;
    private long throttled;

    /** @param throttledIsFine whether 429 is an answer as it should be, for a job that is meant to ask too much */
    Job(Directory directory, boolean throttledIsFine) {
        this.directory = directory;
        this.throttledIsFine = throttledIsFine;
    }

    Job then(Supplier<Work> next) {
        plan.add(next);
        return this;
    }

    public Quarantine quarantine() {
        return quarantine;
    }

    /** How many answers were 429. */
    public long throttled() {
        synchronized (directory) {
            return throttled;
        }
    }

    /** Nothing is planned any more and nothing is under way. */
    public boolean isFinished() {
        synchronized (directory) {
            return plan.isEmpty() && work.isOver() && underWay == 0;
        }
    }

    /** A call to make; empty where the job has none now. In quarantine it makes none any more. */
    public Optional<Turn> next() {
        synchronized (directory) {
            if (quarantine.reason().isPresent()) {
                plan.clear();
                work = Work.parts(List.of());
            }
            if (!ready.isEmpty()) {
                return Optional.of(ready.poll());
            }
            if (!waiting.isEmpty() && waiting.peek().notBefore() - System.nanoTime() <= 0) {
                return Optional.of(waiting.poll());
            }
            return begin();
        }
    }

    private Optional<Turn> begin() {
        while (true) {
            Optional<Task> task = work.next(underWay == 0);
            if (task.isPresent()) {
                underWay++;
                try {
                    return Optional.of(
                            new Turn(this, task.get(), task.get().begin().get()));
                } catch (Refusal refusal) {
                    fail(task.get(), refusal.code());
                }
            } else if (underWay == 0 && work.isOver() && !plan.isEmpty()) {
                work = plan.poll().get();
            } else {
                return Optional.empty();
            }
        }
    }

    /** What failed so far, for another try; it is forgotten here. */
    List<Task> takeFailed() {
        List<Task> taken = List.copyOf(failed);
        failed.clear();
        return taken;
    }

    Optional<String> answered(Turn turn, Answer answer) {
        synchronized (directory) {
            if (answer.status() == 429) {
                return turnedAway(turn, answer);
            }
            try {
                turn.step().then().apply(answer).ifPresentOrElse(following -> ready.add(turn.next(following)), () -> {
                    underWay--;
                    quarantine.succeeded();
                    turn.task().done().run();
                });
                return Optional.empty();
            } catch (Refusal refusal) {
                fail(turn.task(), refusal.code());
                return Optional.of(refusal.getMessage());
            }
        }
    }

    void lost(Turn turn) {
        synchronized (directory) {
            fail(turn.task(), LogCode.NO_ANSWER);
        }
    }

    private Optional<String> turnedAway(Turn turn, Answer answer) {
        throttled++;
        if (!answer.retryAfter().matches("\\d{1,4}")) {
            fail(turn.task(), LogCode.TOO_MANY_REQUESTS);
            return Optional.of("429 without Retry-After in seconds");
        }
        if (turn.tries() == TRIES) {
            fail(turn.task(), LogCode.TOO_MANY_REQUESTS);
        } else {
            Duration wait = Duration.ofSeconds(Long.parseLong(answer.retryAfter()));
            Duration kept = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
            waiting.add(turn.again(System.nanoTime() + kept.toNanos()));
        }
        return throttledIsFine ? Optional.empty() : Optional.of(LogCode.TOO_MANY_REQUESTS + ": status 429");
    }

    private void fail(Task task, LogCode code) {
        underWay--;
        quarantine.failed(code, task.ofReference());
        failed.add(task);
    }
}
