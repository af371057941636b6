package io.sluice.store.pg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What was made for the keys that were asked for last. */
final class Recent<K, V> {
    private final Map<K, V> values;

    /** @param most keys; of more than these the one that was not asked for longest is forgotten */
    Recent(int most) {
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized V get(K key, Function<K, V> make) {
        return values.computeIfAbsent(key, make);
    }
}
