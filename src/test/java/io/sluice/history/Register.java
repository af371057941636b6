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

/**
 * The membership of one user in one group as a register of one bit, empty at first. Its history is linearizable when each operation can be
 * given a moment between its start and its end such that every read sees the last write. Kept is the set of everything that may be true so
 * far; a return at which nothing is left refutes the history. A write whose fate is unknown may happen at any moment from its start until
 * {@link #GRACE_NANOS} after its end, or never.
 */
final class Register {
    /** Longer than any statement of a server that died can still run. */
    static final long GRACE_NANOS = 10_000_000_000L;

    /** What may be true: the value, and which operations under way, by their clients, have had their moment. */
    private record State(boolean value, long done) {}

    private record Point(long time, int order, Event event) {}

    private static final int CALL = 0;
    private static final int RETURN = 1;

    private final int user;
    private final Map<Integer, Event> pending = new HashMap<>();
    private final int[] maybe = new int[2];
    private Set<State> states = Set.of(new State(false, 0));

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
            boolean known = event.outcome() instanceof Done;
            if (!known) {
                open();
                maybe[event.operation().makes(user) ? 1 : 0] += point.order() == CALL ? 1 : -1;
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

    /** Before an uncertain write comes or goes: what it and the others may have made so far. */
    private void open() {
        if (maybe[0] + maybe[1] > 0) {
            states = reachable();
        }
    }

    private boolean returns(Event event) {
        long bit = 1L << event.client();
        Set<State> left = new HashSet<>();
        for (State state : reachable()) {
            if ((state.done & bit) != 0) {
                left.add(new State(state.value, state.done & ~bit));
            }
        }
        pending.remove(event.client());
        states = left;
        return !left.isEmpty();
    }

    private Set<State> reachable() {
        Set<State> seen = new HashSet<>(states);
        Deque<State> open = new ArrayDeque<>(states);
        while (!open.isEmpty()) {
            State state = open.poll();
            for (State next : next(state)) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }

    private List<State> next(State state) {
        List<State> next = new ArrayList<>();
        if (maybe[state.value ? 0 : 1] > 0) {
            next.add(new State(!state.value, state.done));
        }
        pending.forEach((client, event) -> {
            long bit = 1L << client;
            if ((state.done & bit) == 0) {
                if (event.operation().isWrite()) {
                    next.add(new State(event.operation().makes(user), state.done | bit));
                } else if (Operation.has(((Done) event.outcome()).members(), user) == state.value) {
                    next.add(new State(state.value, state.done | bit));
                }
            }
        });
        return next;
    }
}
