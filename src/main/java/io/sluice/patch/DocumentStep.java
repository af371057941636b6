package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One change of a document, its values already canonical. A step may be applied again to another document: it keeps its values to itself. */
sealed interface DocumentStep permits AddElements, ChangeElements, DocumentStep.Simple {

    void apply(Draft draft);

    /** The steps that need no more than a line. */
    sealed interface Simple extends DocumentStep {}

    /** Gives the attribute this value, whatever it had; a missing node unassigns it. */
    record SetAttribute(Location location, JsonNode value) implements Simple {
        @Override
        public void apply(Draft draft) {
            JsonNode copy = value.deepCopy();
            draft.write(location, copy);
        }
    }

    /** Changes sub-attributes of a singular complex attribute; what tells nothing afterwards is unassigned. */
    record ChangeObject(Location location, Changes changes) implements Simple {
        @Override
        public void apply(Draft draft) {
            ObjectNode object = draft.object(location);
            boolean left = changes.apply(location.attribute(), object);
            draft.write(location, left ? object : MissingNode.getInstance());
        }
    }

    /** Takes elements out of a multi-valued attribute; where none was chosen nothing changes. */
    record RemoveElements(Location location, Choice choice) implements Simple {
        @Override
        public void apply(Draft draft) {
            List<JsonNode> elements = draft.elements(location, choice.comparisons());
            if (elements.removeIf(choice::includes)) {
                draft.writeElements(location, elements);
            }
        }
    }

    /** Unassigns all attributes of an extension. */
    record RemoveExtension(String urn) implements Simple {
        @Override
        public void apply(Draft draft) {
            draft.removeExtension(urn);
        }
    }
}
