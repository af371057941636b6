package io.sluice.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The order in which the operations of a request are done. It is the order of the request, except that an operation that refers to a
 * resource created later waits for it, and whatever is on the same resource waits behind it. Operations that refer to each other in a circle
 * are one unit.
 */
final class BulkPlan {
    /**
     * What is done at once.
     *
     * @param circle whether each refers to the others, or to itself
     */
    record Unit(List<BulkOperation> operations, boolean circle) {
        Unit {
            operations = List.copyOf(operations);
        }
    }

    private final List<BulkOperation> operations;
    private final List<List<Integer>> needs = new ArrayList<>();

    private BulkPlan(List<BulkOperation> operations) {
        this.operations = operations;
        Map<String, Integer> creators = new HashMap<>();
        for (BulkOperation operation : operations) {
            if (operation.creates()) {
                creators.put(operation.bulkId(), operation.place());
            }
        }
        Map<String, Integer> lastOnResource = new HashMap<>();
        for (BulkOperation operation : operations) {
            List<Integer> needed = new ArrayList<>();
            for (String reference : operation.references()) {
                Integer creator = creators.get(reference);
                if (creator != null) {
                    needed.add(creator);
                }
            }
            if (!operation.creates()) {
                String resource = operation.path().toLowerCase(Locale.ROOT);
                Integer before = lastOnResource.put(resource, operation.place());
                if (before != null) {
                    needed.add(before);
                }
            }
            needs.add(needed);
        }
    }

    static Deque<Unit> of(List<BulkOperation> operations) {
        return new BulkPlan(operations).units();
    }

    /** Of the units whose turn it could be, always the one that stands first in the request; a circle stands where its last member does. */
    private Deque<Unit> units() {
        List<List<Integer>> components = Circles.of(needs);
        int[] componentOf = new int[operations.size()];
        for (int component = 0; component < components.size(); component++) {
            for (int place : components.get(component)) {
                componentOf[place] = component;
            }
        }
        int[] unmet = new int[components.size()];
        List<List<Integer>> neededBy = new ArrayList<>();
        components.forEach(component -> neededBy.add(new ArrayList<>()));
        for (int place = 0; place < operations.size(); place++) {
            for (int needed : needs.get(place)) {
                if (componentOf[needed] != componentOf[place]) {
                    neededBy.get(componentOf[needed]).add(componentOf[place]);
                    unmet[componentOf[place]]++;
                }
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>((one, other) -> Integer.compare(
                components.get(one).getLast(), components.get(other).getLast()));
        for (int component = 0; component < components.size(); component++) {
            if (unmet[component] == 0) {
                ready.add(component);
            }
        }
        Deque<Unit> units = new ArrayDeque<>();
        while (!ready.isEmpty()) {
            int component = ready.remove();
            units.add(unit(components.get(component)));
            for (int waiting : neededBy.get(component)) {
                if (--unmet[waiting] == 0) {
                    ready.add(waiting);
                }
            }
        }
        return units;
    }

    private Unit unit(List<Integer> places) {
        boolean circle = places.size() > 1 || needs.get(places.getFirst()).contains(places.getFirst());
        return new Unit(places.stream().map(operations::get).toList(), circle);
    }
}
