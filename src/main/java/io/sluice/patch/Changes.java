package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.ListElements;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** New values for sub-attributes of one complex value, by name; a missing node unassigns. Those not named stay as they are. */
record Changes(Map<String, JsonNode> values) {
    private static final String VALUE = "value";
    private static final String REFERENCE = "$ref";
    private static final String PRIMARY = "primary";

    Changes {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Whether nothing is set, only unassigned. */
    boolean isRemoval() {
        return values.values().stream().allMatch(JsonNode::isMissingNode);
    }

    boolean makesPrimary() {
        return values.containsKey(PRIMARY) && values.get(PRIMARY).booleanValue();
    }

    /** Changes the complex value in place, its sub-attributes in the order of the schema. Whether something of it is left that tells anything. */
    boolean apply(AttributeDefinition definition, ObjectNode target) {
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        target.properties().forEach(field -> merged.put(field.getKey(), field.getValue()));
        boolean refersElsewhere = values.containsKey(VALUE)
                && !values.containsKey(REFERENCE)
                && !values.get(VALUE).equals(target.path(VALUE));
        if (refersElsewhere) {
            // The URI of the old value would contradict the new one.
            merged.remove(REFERENCE);
        }
        merged.putAll(values);
        target.removeAll();
        for (AttributeDefinition sub : definition.subAttributes()) {
            JsonNode value = merged.get(sub.name());
            if (value != null && !value.isMissingNode()) {
                target.set(sub.name(), value);
            }
        }
        boolean lost = values.values().stream().anyMatch(JsonNode::isMissingNode);
        return !target.isEmpty() && !(lost && ListElements.isHollow(definition, target));
    }
}
