package io.sluice.history;

import io.sluice.history.Outcome.Done;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The membership of one user in one group as a register of one bit, empty at first. Its history is linearizable when each operation can be
 * given a moment between its start and its end such that every read sees the last write. Kept is the set of everything that may be true so
 * far; a return at which nothing is left refutes the history. A write whose fate is unknown may happen once, at any moment from its start
 * until {@link #GRACE_NANOS} after its end, or never.
 */
final class Register {
    /** Longer than any statement of a server that died can still run. */
    static final long GRACE_NANOS = 10_000_000_000L;

    /**
     * What may be true: the value, which operations under way, by their clients, have had their moment, and how many of the open uncertain
     * writes of either kind have not. Of uncertain writes of one kind the one that closes first is taken to happen first: they do the same.
     */
    private record State(boolean value, long done, int removals, int additions) {
        State with(boolean changed, long moments) {
            return new State(changed, moments, removals, additions);
        }

        /** After an uncertain write has come, or one has gone and {@code open} of its kind remain. */
        State opened(boolean addition) {
            return addition
                    ? new State(value, done, removals, additions + 1)
                    : new State(value, done, removals + 1, additions);
        }

        State closed(boolean addition, int open) {
            return addition
                    ? new State(value, done, removals, Math.min(additions, open))
                    : new State(value, done, Math.min(removals, open), additions);
        }

        /** Whether whatever the other can explain, this one can. */
        boolean covers(State other) {
            return value == other.value
                    && done == other.done
                    && removals >= other.removals
                    && additions >= other.additions;
        }
    }

    private record Point(long time, int order, Event event) {}

    private static final int CALL = 0;
    private static final int RETURN = 1;

    private final int user;
    private final Map<Integer, Event> pending = new HashMap<>();
    private final int[] uncertain = new int[2];
    private Set<State> states = Set.of(new State(false, 0, 0, 0));

    private Register(int user) {
        this.user = user;
    }

    /** The first event that no order explains, or empty. The events are those of one group. */
    static Optional<Event> refutation(List<Event> events, int user) {
        return new Register(user).run(events);
    }

    private Optional<Event> run(List<Event> events) {
        for (Point point : points(events)) {
            Event event = point.event();
            if (!(event.outcome() instanceof Done)) {
                uncertain(event.operation().makes(user), point.order() == CALL);
            } else if (point.order() == CALL) {
                pending.put(event.client(), event);
            } else if (!returns(event)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    private List<Point> points(List<Event> events) {
        List<Point> points = new ArrayList<>();
        for (Event event : events) {
            boolean unknown = event.outcome() instanceof Outcome.Unknown;
            boolean matters = event.operation().concerns(user)
                    && (event.outcome() instanceof Done
                            || (unknown && event.operation().isWrite()));
            if (matters) {
                points.add(new Point(event.start(), CALL, event));
                points.add(new Point(event.end() + (unknown ? GRACE_NANOS : 0), RETURN, event));
            }
        }
        points.sort(Comparator.comparingLong(Point::time).thenComparingInt(Point::order));
        return points;
    }

    /** Comes or goes. What the one that goes may have made so far is kept first. */
    private void uncertain(boolean addition, boolean comes) {
        int kind = addition ? 1 : 0;
        uncertain[kind] += comes ? 1 : -1;
        int open = uncertain[kind];
        states = comes
                ? mapped(states, state -> state.opened(addition))
                : mapped(reachable(), state -> state.closed(addition, open));
    }

    private boolean returns(Event event) {
        long bit = 1L << event.client();
        Set<State> left = new HashSet<>();
        for (State state : reachable()) {
            if ((state.done & bit) != 0) {
                left.add(state.with(state.value, state.done & ~bit));
            }
        }
        pending.remove(event.client());
        states = uncovered(left);
        return !left.isEmpty();
    }

    private static Set<State> mapped(Set<State> states, UnaryOperator<State> change) {
        return uncovered(states.stream().map(change).collect(Collectors.toSet()));
    }

    private static Set<State> uncovered(Set<State> states) {
        return states.stream()
                .filter(state -> states.stream().noneMatch(other -> !other.equals(state) && other.covers(state)))
                .collect(Collectors.toSet());
    }

    private Set<State> reachable() {
        Set<State> seen = new HashSet<>(states);
        Deque<State> open = new ArrayDeque<>(states);
        while (!open.isEmpty()) {
            for (State next : next(open.poll())) {
                if (seen.stream().noneMatch(state -> state.covers(next))) {
                    seen.add(next);
                    open.add(next);
                }
            }
        }
        return seen;
    }

    private List<State> next(State state) {
        List<State> next = new ArrayList<>();
        if (state.value && state.removals > 0) {
            next.add(new State(false, state.done, state.removals - 1, state.additions));
        } else if (!state.value && state.additions > 0) {
            next.add(new State(true, state.done, state.removals, state.additions - 1));
        }
        pending.forEach((client, event) -> {
            long bit = 1L << client;
            if ((state.done & bit) == 0) {
                if (event.operation().isWrite()) {
                    next.add(state.with(event.operation().makes(user), state.done | bit));
                } else if (Operation.has(((Done) event.outcome()).members(), user) == state.value) {
                    next.add(state.with(state.value, state.done | bit));
                }
            }
        });
        return next;
    }
}
