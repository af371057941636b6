package io.sluice.schema;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Remembers what lists of names select: a client asks for the same few with each look-up, and working one out takes longer than all else that a
 * look-up does here.
 */
final class KnownProjections {
    /** Each may be as long as a request line; forgotten all at once, since nobody who asks for so many different ones gains anyway. */
    private static final int MOST = 256;

    private final Map<Names, Known> known = new ConcurrentHashMap<>();

    private record Names(List<String> types, List<String> included, List<String> excluded) {}

    private record Known(List<ResourceType> types, Projection projection) {}

    Projection get(
            List<ResourceType> types, List<String> included, List<String> excluded, Supplier<Projection> selected) {
        Names names = new Names(types.stream().map(ResourceType::name).toList(), included, excluded);
        Known before = known.get(names);
        if (before != null && same(before.types(), types)) {
            return before.projection();
        }
        Projection projection = selected.get();
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(names, new Known(List.copyOf(types), projection));
        return projection;
    }

    /** The very objects: to compare what is in them would take as long as the selection. */
    private static boolean same(List<ResourceType> these, List<ResourceType> those) {
        if (these.size() != those.size()) {
            return false;
        }
        for (int i = 0; i < these.size(); i++) {
            if (these.get(i) != those.get(i)) {
                return false;
            }
        }
        return true;
    }
}
