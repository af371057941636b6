package io.sluice.schema;

import java.util.Map;

/** What becomes of one value of a document when it is projected: kept, dropped, or, for objects and lists of objects, some of its parts. */
sealed interface Selection {

    enum Whole implements Selection {
        KEEP,
        DROP
    }

    /** @param others what becomes of the properties that {@code named} does not have */
    record Parts(Map<String, Selection> named, Whole others) implements Selection {
        public Parts {
            named = Map.copyOf(named);
        }

        Selection of(String property) {
            return named.getOrDefault(property, others);
        }
    }

    /** The selection in its simplest form: where no part fares differently from the others there are no parts. */
    static Selection of(Map<String, Selection> different, Whole others) {
        return different.isEmpty() ? others : new Parts(different, others);
    }
}
