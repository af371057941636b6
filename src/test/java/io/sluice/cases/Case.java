package io.sluice.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One row of a case table, its variables not yet filled in.
 *
 * @param table file name without its suffix
 * @param source the public document that shows the request shape or demands the answer
 * @param request a step, or the variable of the example that is one
 * @param example the variables of this row; empty unless the row is one of several examples
 */
record Case(
        String table,
        String name,
        String source,
        ObjectNode example,
        List<ObjectNode> given,
        JsonNode request,
        JsonNode expect,
        List<ObjectNode> then) {
    Case {
        given = List.copyOf(given);
        then = List.copyOf(then);
    }
}
