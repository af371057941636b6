package io.sluice.fault;

import java.time.Duration;

/**
 * What became of one request.
 *
 * @param created whether it was the creation of a user, rather than a look-up
 * @param at when it was sent, in nanoseconds of one clock
 * @param status 0 where no answer came
 * @param id of the user that was created, else empty
 * @param told what was wrong with an answer, or why there was none
 */
record Answer(boolean created, long at, Duration took, int status, boolean retryAfter, String id, String told) {
    boolean succeeded() {
        return status == 200 || status == 201;
    }

    boolean isAcknowledged() {
        return created && status == 201;
    }

    /** A refusal that a client understands and repeats. */
    boolean isHonestRefusal() {
        return status == 503 && retryAfter;
    }
}
