package io.sluice.bulk;

import io.sluice.scim.ScimProblem;
import java.util.Optional;

/** Tells a run when to begin nothing more: its time is up, its client has left, or the process ends. Belongs to the worker's thread. */
final class Halt {
    static final ScimProblem TIME_IS_UP =
            ScimProblem.unavailable("The time of this request was up before the operation began; send it again.");
    static final ScimProblem CLIENT_LEFT = ScimProblem.unavailable("The client left before the operation began.");
    static final ScimProblem SHUTTING_DOWN =
            ScimProblem.unavailable("The server is stopping and did not begin the operation; send it again.");

    private final long deadline;
    private Optional<ScimProblem> called = Optional.empty();

    /** Without a deadline. */
    Halt() {
        this(System.nanoTime() + Long.MAX_VALUE / 2);
    }

    /** @param deadline by {@link System#nanoTime} */
    Halt(long deadline) {
        this.deadline = deadline;
    }

    void call(ScimProblem reason) {
        called = Optional.of(reason);
    }

    /** Why nothing more may begin; empty as long as it may. */
    Optional<ScimProblem> reason() {
        return called.isEmpty() && System.nanoTime() - deadline > 0 ? Optional.of(TIME_IS_UP) : called;
    }
}
