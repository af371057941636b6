package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One change of a document, its values already canonical. A step may be applied again to another document: it keeps its values to itself. */
sealed interface DocumentStep permits AddElements, ChangeElements, DocumentStep.Simple {

    void apply(ObjectNode document);

    /** The steps that need no more than a line. */
    sealed interface Simple extends DocumentStep {}

    /** Gives the attribute this value, whatever it had; a missing node unassigns it. */
    record SetAttribute(Location location, JsonNode value) implements Simple {
        @Override
        public void apply(ObjectNode document) {
            JsonNode copy = value.deepCopy();
            location.write(document, copy);
        }
    }

    /** Changes sub-attributes of a singular complex attribute; what tells nothing afterwards is unassigned. */
    record ChangeObject(Location location, Changes changes) implements Simple {
        @Override
        public void apply(ObjectNode document) {
            ObjectNode object = location.object(document);
            boolean left = changes.apply(location.attribute(), object);
            location.write(document, left ? object : MissingNode.getInstance());
        }
    }

    /** Takes elements out of a multi-valued attribute; where none was chosen nothing changes. */
    record RemoveElements(Location location, Choice choice) implements Simple {
        @Override
        public void apply(ObjectNode document) {
            List<JsonNode> elements = location.elements(document);
            elements.removeIf(choice::includes);
            location.writeElements(document, elements);
        }
    }

    /** Unassigns all attributes of an extension. */
    record RemoveExtension(String urn) implements Simple {
        @Override
        public void apply(ObjectNode document) {
            document.remove(urn);
        }
    }
}
