package io.sluice.store;

import java.util.List;

/**
 * A canonical document ready for its row: what a client wrote, without {@code id}, {@code meta}, {@code members}, {@code groups}, which are
 * columns and rows of their own.
 *
 * @param uniqueKey normalised value of the type's unique attribute, userName (User) or displayName (Group) for example, and by chance where
 *     the type has none; unique within tenant and type
 * @param externalId empty where there is none
 * @param displayName shown where other resources refer to this one; empty where there is none
 * @param json the document as it is answered, one JSON object
 * @param names of the attributes in it
 */
public record StoredDocument(
        String uniqueKey,
        String externalId,
        String displayName,
        String json,
        List<IndexedValue> values,
        List<String> names) {
    public StoredDocument {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }
}
