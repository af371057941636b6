package io.sluice.history;

import io.sluice.history.Outcome.Done;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds a whole history to what the gateway promises. */
final class HistoryCheck {
    private HistoryCheck() {}

    /** What is wrong, one line each; none when every promise was kept. */
    static List<String> violations(List<Event> events, int users) {
        List<String> violations = new ArrayList<>();
        for (Event event : events) {
            if (event.outcome() instanceof Outcome.Wrong wrong) {
                violations.add("answer " + wrong.what() + " to " + event.operation());
            } else if (event.outcome() instanceof Done done && done.strangers()) {
                violations.add("phantom member in group " + event.operation().group());
            }
        }
        Map<Integer, List<Event>> byGroup = events.stream()
                .collect(Collectors.groupingBy(event -> event.operation().group()));
        byGroup.forEach((group, history) -> {
            IntStream.range(0, users)
                    .forEach(user -> Register.refutation(history, user)
                            .ifPresent(event -> violations.add(
                                    "group " + group + ", user " + user + ": no order explains " + event)));
            twoWritesOnOneVersion(history).forEach(violations::add);
            versionsThatGoBack(history).forEach(violations::add);
            versionsWithTwoContents(history).forEach(violations::add);
        });
        return violations;
    }

    /** If-Match with one version lets one write through that changes anything, and that one makes the next version. */
    private static List<String> twoWritesOnOneVersion(List<Event> history) {
        Map<Long, Event> first = new HashMap<>();
        List<String> violations = new ArrayList<>();
        for (Event event : history) {
            long base = event.operation().version();
            if (base > 0 && event.outcome() instanceof Done done && done.version() != base) {
                if (done.version() != base + 1) {
                    violations.add("not the version after the one it named: " + event);
                }
                Event other = first.putIfAbsent(base, event);
                if (other != null) {
                    violations.add("both went through on one version: " + other + " and " + event);
                }
            }
        }
        return violations;
    }

    /** Who asks after another was answered sees no older version. */
    private static List<String> versionsThatGoBack(List<Event> history) {
        List<Event> done = history.stream()
                .filter(event -> event.outcome() instanceof Done)
                .sorted(Comparator.comparingLong(Event::start))
                .toList();
        PriorityQueue<Event> running = new PriorityQueue<>(Comparator.comparingLong(Event::end));
        long latest = 0;
        List<String> violations = new ArrayList<>();
        for (Event event : done) {
            while (!running.isEmpty() && running.peek().end() < event.start()) {
                latest = Math.max(latest, version(running.poll()));
            }
            if (version(event) < latest) {
                violations.add("version " + latest + " was answered before " + event);
            }
            running.add(event);
        }
        return violations;
    }

    /** One version of a group has the same members for everybody who reads it. */
    private static List<String> versionsWithTwoContents(List<Event> history) {
        Map<Long, Event> first = new HashMap<>();
        List<String> violations = new ArrayList<>();
        for (Event event : history) {
            if (event.operation().kind() == Operation.Kind.READ && event.outcome() instanceof Done done) {
                Event other = first.putIfAbsent(done.version(), event);
                if (other != null && ((Done) other.outcome()).members() != done.members()) {
                    violations.add("one version with two lists of members: " + other + " and " + event);
                }
            }
        }
        return violations;
    }

    private static long version(Event event) {
        return ((Done) event.outcome()).version();
    }
}
