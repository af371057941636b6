package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.patch.PatchOperation.Kind;
import io.sluice.schema.ObjectFields;
import io.sluice.scim.Messages;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A PATCH body (RFC 7644 section 3.5.2): one or more operations, in order. Names and {@code op} may have any case, as Entra sends them. */
public record PatchRequest(List<PatchOperation> operations) {
    /** Known clients stay below a hundred; each operation may look at a whole attribute, so their number bounds the work. */
    public static final int MOST_OPERATIONS = 1_000;

    public PatchRequest {
        operations = List.copyOf(operations);
    }

    /**
     * Reads the form only; paths and values are held against a resource type by {@link PatchPlan#of}. Refuses with 400 invalidSyntax, a
     * missing value with invalidValue, a remove without path with noTarget, too many operations with 413.
     */
    public static PatchRequest parse(JsonNode body) {
        if (!body.isObject()) {
            throw invalid("The body must be a JSON object with Operations.");
        }
        Map<String, JsonNode> members = members(body, "The body");
        checkSchemas(members.get("schemas"));
        JsonNode operations = members.get("operations");
        if (operations == null || !operations.isArray() || operations.isEmpty()) {
            throw invalid("Operations must be a list of at least one operation.");
        }
        if (operations.size() > MOST_OPERATIONS) {
            throw ScimProblem.tooLarge("A PATCH request may have " + MOST_OPERATIONS + " operations at most.")
                    .exception();
        }
        List<PatchOperation> parsed = new ArrayList<>();
        operations.forEach(operation -> parsed.add(operation(operation)));
        return new PatchRequest(parsed);
    }
}
