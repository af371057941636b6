package io.sluice.loadtest.entra;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a job takes its tasks from. */
interface Work {
    /**
     * The next task; empty where there is none now.
     *
     * @param idle whether no task of this work is under way
     */
    Optional<Task> next(boolean idle);

    /** Whether there will never be another task. */
    boolean isOver();

    /** Parts one after the other: a part is asked for its tasks when everything of the one before has ended. */
    static Work parts(List<Supplier<Iterator<Task>>> parts) {
        return new Work() {
            private final Deque<Supplier<Iterator<Task>>> left = new ArrayDeque<>(parts);
            private Iterator<Task> current = Collections.emptyIterator();

            @Override
            public Optional<Task> next(boolean idle) {
                while (idle && !current.hasNext() && !left.isEmpty()) {
                    current = left.poll().get();
                }
                return current.hasNext() ? Optional.of(current.next()) : Optional.empty();
            }

            @Override
            public boolean isOver() {
                return left.isEmpty() && !current.hasNext();
            }
        };
    }
}
