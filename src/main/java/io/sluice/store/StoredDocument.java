package io.sluice.store;

import java.util.List;

/**
 * A canonical document ready for its row: what a client wrote, without {@code id}, {@code meta}, {@code members}, {@code groups}, which are
 * columns and rows of their own.
 *
 * @param uniqueKey normalised userName (User) or displayName (Group); unique within tenant and type
 * @param externalId empty where there is none
 * @param displayName shown where other resources refer to this one; empty where there is none
 * @param json the document as it is answered, one JSON object
 */
public record StoredDocument(
        String uniqueKey, String externalId, String displayName, String json, List<IndexedValue> values) {
    public StoredDocument {
        values = List.copyOf(values);
    }
}
