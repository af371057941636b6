package io.sluice.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where a text refers to a resource that the same request creates (RFC 7644 section 3.7.2): {@code bulkId:x} as a whole value, as a segment
 * of a path ({@code /Groups/bulkId:x}), or as a literal of a filter ({@code members[value eq "bulkId:x"]}).
 */
final class References {
    private static final String PREFIX = "bulkId:";

    private References() {}

    static void collect(String text, Set<String> bulkIds) {
        replace(text, bulkId -> {
            bulkIds.add(bulkId);
            return "";
        });
    }

    /** @param id gives what a bulkId stands for */
    static String replace(String text, UnaryOperator<String> id) {
        int at = text.indexOf(PREFIX);
        if (at < 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        while (at >= 0) {
            int begin = at + PREFIX.length();
            int end = end(text, at, begin);
            if (end > begin) {
                replaced.append(text, from, at).append(id.apply(text.substring(begin, end)));
                from = end;
            }
            at = text.indexOf(PREFIX, Math.max(begin, end));
        }
        return replaced.append(text, from, text.length()).toString();
    }

    /** Where the reference at {@code at} ends; -1 where it is only text. */
    private static int end(String text, int at, int begin) {
        if (at == 0) {
            return text.length();
        }
        return switch (text.charAt(at - 1)) {
            case '"' -> text.indexOf('"', begin);
            case '/' -> text.indexOf('/', begin) < 0 ? text.length() : text.indexOf('/', begin);
            default -> -1;
        };
    }

    /** Replaces the references in every value of the tree, in place; returns what stands in place of the node itself. */
    static JsonNode replace(JsonNode node, UnaryOperator<String> id) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(field -> field.setValue(replace(field.getValue(), id)));
            case ArrayNode list -> {
                for (int place = 0; place < list.size(); place++) {
                    list.set(place, replace(list.get(place), id));
                }
            }
            case TextNode text -> {
                String replaced = replace(text.textValue(), id);
                return replaced.equals(text.textValue()) ? text : TextNode.valueOf(replaced);
            }
            default -> {}
        }
        return node;
    }

    /**
     * Takes out of a resource what refers to one of {@code bulkIds}, in place: the elements of lists, and other attributes whole. Names with
     * a colon are those of schema extensions, whose attributes are looked at one by one.
     */
    static void leaveOut(ObjectNode resource, Set<String> bulkIds) {
        Iterator<Map.Entry<String, JsonNode>> fields = resource.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getKey().contains(":") && field.getValue() instanceof ObjectNode extension) {
                leaveOut(extension, bulkIds);
            } else if (field.getValue() instanceof ArrayNode list) {
                list.removeIf(element -> refersTo(element, bulkIds));
            } else if (refersTo(field.getValue(), bulkIds)) {
                fields.remove();
            }
        }
    }

    private static boolean refersTo(JsonNode node, Set<String> bulkIds) {
        if (node.isTextual()) {
            Set<String> found = new HashSet<>();
            collect(node.textValue(), found);
            return found.stream().anyMatch(bulkIds::contains);
        }
        for (JsonNode child : node) {
            if (refersTo(child, bulkIds)) {
                return true;
            }
        }
        return false;
    }
}
