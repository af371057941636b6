package io.sluice.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Finds what depends on itself in a circle: the strongly connected components of a graph (Tarjan 1972). Without recursion, since a chain of
 * references may be as long as the request.
 */
final class Circles {
    private static final int NOT_YET = -1;

    private final List<List<Integer>> needs;
    private final int[] number;
    private final int[] lowest;
    private final int[] next;
    private final boolean[] open;
    private final Deque<Integer> component = new ArrayDeque<>();
    private final Deque<Integer> path = new ArrayDeque<>();
    private final List<List<Integer>> found = new ArrayList<>();
    private int numbered;

    private Circles(List<List<Integer>> needs) {
        this.needs = needs;
        this.number = new int[needs.size()];
        Arrays.fill(number, NOT_YET);
        this.lowest = new int[needs.size()];
        this.next = new int[needs.size()];
        this.open = new boolean[needs.size()];
    }

    /**
     * The components, each in ascending order; most have one node.
     *
     * @param needs for each node those it depends on
     */
    static List<List<Integer>> of(List<List<Integer>> needs) {
        Circles circles = new Circles(needs);
        for (int node = 0; node < needs.size(); node++) {
            if (circles.number[node] == NOT_YET) {
                circles.walk(node);
            }
        }
        return circles.found;
    }

    private void walk(int start) {
        enter(start);
        while (!path.isEmpty()) {
            int node = path.element();
            if (next[node] < needs.get(node).size()) {
                look(node, needs.get(node).get(next[node]++));
            } else {
                leave(node);
            }
        }
    }

    private void enter(int node) {
        number[node] = numbered;
        lowest[node] = numbered++;
        open[node] = true;
        component.push(node);
        path.push(node);
    }

    private void look(int node, int needed) {
        if (number[needed] == NOT_YET) {
            enter(needed);
        } else if (open[needed]) {
            lowest[node] = Math.min(lowest[node], number[needed]);
        }
    }

    private void leave(int node) {
        path.pop();
        if (!path.isEmpty()) {
            lowest[path.element()] = Math.min(lowest[path.element()], lowest[node]);
        }
        if (lowest[node] == number[node]) {
            List<Integer> members = new ArrayList<>();
            int member;
            do {
                member = component.pop();
                open[member] = false;
                members.add(member);
            } while (member != node);
            Collections.sort(members);
            found.add(members);
        }
    }
}
