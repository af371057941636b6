package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.ListElements;
import java.util.List;

/**
 * Appends values to a multi-valued attribute (RFC 7644 section 3.5.2.1). A value that is there stays one: what the new one says beside type
 * and value is taken over.
 */
record AddElements(Location location, JsonNode added) implements DocumentStep {

    @Override
    public void apply(Draft draft) {
        List<JsonNode> elements = draft.elements(location, 1);
        JsonNode copies = added.deepCopy();
        for (JsonNode element : copies) {
            if (ListElements.isPrimary(element)) {
                ListElements.makeOnlyPrimary(elements, element);
            }
        }
        copies.forEach(elements::add);
        draft.writeElements(location, elements);
    }
}
