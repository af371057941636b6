package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ListElements;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Changes sub-attributes of the chosen elements of a multi-valued complex attribute (RFC 7644 section 3.5.2.3). Where none is chosen and
 * something is to be set, the element that the condition describes is made; a condition that describes none is refused with 400 noTarget.
 */
record ChangeElements(Location location, Choice choice, Changes changes) implements DocumentStep {

    @Override
    public void apply(Draft draft) {
        List<JsonNode> elements = draft.elements(location, choice.comparisons());
        List<ObjectNode> chosen = chosen(elements);
        if (chosen.isEmpty() && changes.isRemoval()) {
            return;
        }
        if (chosen.isEmpty()) {
            ObjectNode made = choice.seed().orElseThrow(this::noTarget);
            elements.add(made);
            chosen = List.of(made);
        }
        if (choice instanceof Choice.All && chosen.size() > 1 && !changes.isRemoval()) {
            throw ScimProblem.noTarget(location.attribute().name()
                            + " has several values; say which one with a filter, such as [type eq \"work\"].")
                    .exception();
        }
        draft.changing(chosen.size());
        change(elements, chosen);
        draft.writeElements(location, elements);
    }

    private List<ObjectNode> chosen(List<JsonNode> elements) {
        List<ObjectNode> chosen = new ArrayList<>();
        for (JsonNode element : elements) {
            if (element instanceof ObjectNode object && choice.includes(object)) {
                chosen.add(object);
            }
        }
        return chosen;
    }

    private void change(List<JsonNode> elements, List<ObjectNode> chosen) {
        AttributeDefinition definition = location.attribute();
        Set<JsonNode> hollow = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ObjectNode element : chosen) {
            if (!changes.apply(definition, element)) {
                hollow.add(element);
            }
        }
        elements.removeIf(hollow::contains);
        if (changes.makesPrimary()) {
            ListElements.makeOnlyPrimary(elements, chosen.getFirst());
        }
    }

    private ScimException noTarget() {
        return ScimProblem.noTarget("No value of " + location.attribute().name()
                        + " matches the filter, and the filter does not say what a new one would be like.")
                .exception();
    }
}
