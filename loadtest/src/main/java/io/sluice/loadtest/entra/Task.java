package io.sluice.loadtest.entra;

import java.util.function.Supplier;

/**
 * One object that is to be brought to the target.
 *
 * @param ofReference whether it is about a manager or memberships; such failures count apart
 * @param begin the first step; throws a {@link Refusal} where what it refers to was not created
 * @param done runs when it has succeeded, and gives back what the task claimed; a failed task keeps that until it is tried again
 */
record Task(boolean ofReference, Supplier<Step> begin, Runnable done) {
    static Task of(Supplier<Step> begin) {
        return new Task(false, begin, () -> {});
    }
}
