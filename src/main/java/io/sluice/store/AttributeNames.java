package io.sluice.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The names of attributes, for those who may know what changed and not how. */
public final class AttributeNames {
    private static final String SCHEMAS = "schemas";
    private static final String URN = "urn:";

    private AttributeNames() {}

    /** Of those that differ, in the order of the later document and then of the earlier; an extension's behind its URN and a colon. */
    public static List<String> differing(ObjectNode before, ObjectNode after) {
        List<String> names = new ArrayList<>();
        collect("", before, after, names);
        return names;
    }

    private static void collect(String prefix, JsonNode before, JsonNode after, List<String> names) {
        for (Map.Entry<String, JsonNode> member : after.properties()) {
            differ(prefix, member.getKey(), before.path(member.getKey()), member.getValue(), names);
        }
        for (Map.Entry<String, JsonNode> member : before.properties()) {
            if (!after.has(member.getKey())) {
                differ(prefix, member.getKey(), member.getValue(), after.path(member.getKey()), names);
            }
        }
    }

    private static void differ(String prefix, String name, JsonNode before, JsonNode after, List<String> names) {
        if (name.equals(SCHEMAS) || before.equals(after)) {
            return;
        }
        if (name.startsWith(URN)) {
            collect(name + ":", before, after, names);
        } else {
            names.add(prefix + name);
        }
    }
}
