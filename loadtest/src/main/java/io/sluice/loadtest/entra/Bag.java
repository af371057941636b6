package io.sluice.loadtest.entra;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Different things in no order, out of which one can be picked at random however many there are. */
final class Bag<T> {
    private static final int TRIES = 20;

    private final List<T> things = new ArrayList<>();
    private final Map<T, Integer> places = new HashMap<>();

    boolean add(T thing) {
        if (places.putIfAbsent(thing, things.size()) != null) {
            return false;
        }
        things.add(thing);
        return true;
    }

    boolean remove(T thing) {
        Integer place = places.remove(thing);
        if (place == null) {
            return false;
        }
        T last = things.removeLast();
        if (place < things.size()) {
            things.set(place, last);
            places.put(last, place);
        }
        return true;
    }

    boolean contains(T thing) {
        return places.containsKey(thing);
    }

    int size() {
        return things.size();
    }

    List<T> all() {
        return Collections.unmodifiableList(things);
    }

    /** Empty when some tries found none that fits. */
    Optional<T> pick(RandomGenerator dice, Predicate<T> fits) {
        for (int i = 0; i < TRIES && !things.isEmpty(); i++) {
            T thing = things.get(dice.nextInt(things.size()));
            if (fits.test(thing)) {
                return Optional.of(thing);
            }
        }
        return Optional.empty();
    }
}
