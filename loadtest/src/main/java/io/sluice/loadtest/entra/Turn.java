package io.sluice.loadtest.entra;

import java.util.Optional;

/** One call of a job that is ready to be made. Whoever took it hands back the answer, or tells that there is none. */
public final class Turn {
    private final Job job;
    private final Task task;
    private final Step step;
    private final int tries;
    private final long notBefore;

    Turn(Job job, Task task, Step step) {
        this(job, task, step, 1, 0);
    }

    private Turn(Job job, Task task, Step step, int tries, long notBefore) {
        this.job = job;
        this.task = task;
        this.step = step;
        this.tries = tries;
        this.notBefore = notBefore;
    }

    Turn next(Step following) {
        return new Turn(job, task, following);
    }

    /** The same call once more. */
    Turn again(long nanoTime) {
        return new Turn(job, task, step, tries + 1, nanoTime);
    }

    Task task() {
        return task;
    }

    Step step() {
        return step;
    }

    int tries() {
        return tries;
    }

    /** {@link System#nanoTime} before which it must not be made. */
    long notBefore() {
        return notBefore;
    }

    public Call call() {
        return step.call();
    }

    /** What Entra would complain about; empty where the answer is as it should be. */
    public Optional<String> answered(Answer answer) {
        return job.answered(this, answer);
    }

    /** The connection broke or the time was over. */
    public void lost() {
        job.lost(this);
    }
}
