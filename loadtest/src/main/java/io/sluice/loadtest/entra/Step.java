package io.sluice.loadtest.entra;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One call of a conversation about one object.
 *
 * @param then takes the answer and tells what comes next; throws a {@link Refusal} where the answer is not as Entra wants it
 */
record Step(Call call, Function<Answer, Optional<Step>> then) {
    static Step last(Call call, java.util.function.Consumer<Answer> taken) {
        return new Step(call, answer -> {
            taken.accept(answer);
            return Optional.empty();
        });
    }

    /** The same conversation, and another one when it has ended well. */
    Step followedBy(Supplier<Optional<Step>> next) {
        return new Step(
                call,
                answer -> then.apply(answer).map(step -> step.followedBy(next)).or(next));
    }
}
