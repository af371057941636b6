package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.ListElements;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a document while the steps of one request change it. It counts how many list elements they look at, since a small request can
 * ask for the whole of a long list a thousand times.
 */
final class Draft {
    /** Comparisons with elements in one request: a list of 1,000 may be searched 100 times. At most 50 ms of an event loop. */
    private static final int MOST_COMPARISONS = 100_000;

    /** What changing an element costs, in comparisons. */
    private static final int CHANGE = 4;

    private final ObjectNode document;
    private long comparisons;

    Draft(ObjectNode original) {
        this.document = original.deepCopy();
    }

    ObjectNode document() {
        return document;
    }

    /**
     * The elements of a multi-valued attribute, none where it is unassigned. The list is the caller's own. Refuses with 413 where the request
     * has looked at too many.
     *
     * @param comparisonsEach how often the caller compares an element with something
     */
    List<JsonNode> elements(Location location, int comparisonsEach) {
        List<JsonNode> elements = new ArrayList<>();
        read(location).forEach(elements::add);
        count((long) elements.size() * comparisonsEach);
        return elements;
    }

    /** The caller is about to change so many elements. Refuses with 413 likewise. */
    void changing(int elements) {
        count((long) elements * CHANGE);
    }

    private void count(long more) {
        comparisons += more;
        if (comparisons > MOST_COMPARISONS) {
            throw ScimProblem.tooLarge("The operations search long lists too often: more than " + MOST_COMPARISONS
                            + " comparisons in one request. Send fewer operations at a time.")
                    .exception();
        }
    }

    /** The value of a complex attribute that is not multi-valued, a new object where it is unassigned. */
    ObjectNode object(Location location) {
        return read(location) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** Sets the value; a missing node, an empty list or an empty object unassigns the attribute. */
    void write(Location location, JsonNode value) {
        boolean unassigned = value.isMissingNode() || (value.isContainerNode() && value.isEmpty());
        String name = location.attribute().name();
        if (!unassigned) {
            ObjectNode holder =
                    location.extension().isEmpty() ? document : document.withObjectProperty(location.extension());
            holder.set(name, value);
        } else if (holder(location) instanceof ObjectNode holder) {
            holder.remove(name);
        }
    }

    /** Sets the elements of a multi-valued attribute, each value once. */
    void writeElements(Location location, List<JsonNode> elements) {
        JsonNode list = ListElements.distinct(
                location.attribute(), elements, location.attribute().name());
        write(location, list);
    }

    void removeExtension(String urn) {
        document.remove(urn);
    }

    private JsonNode read(Location location) {
        return holder(location).path(location.attribute().name());
    }

    private JsonNode holder(Location location) {
        return location.extension().isEmpty() ? document : document.path(location.extension());
    }
}
