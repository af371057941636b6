package io.sluice.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.patch.PatchOperation.Kind;
import io.sluice.schema.ObjectFields;
import io.sluice.scim.Messages;
import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A PATCH body (RFC 7644 section 3.5.2): one or more operations, in order. Names and {@code op} may have any case, as Entra sends them. */
public record PatchRequest(List<PatchOperation> operations) {
    /** Known clients stay below a hundred. Each operation may look at a whole attribute, so their number bounds the work. */
    public static final int MOST_OPERATIONS = 1_000;

    public PatchRequest {
        operations = List.copyOf(operations);
    }

    /**
     * Reads the form only; {@link PatchPlan#of} holds paths and values against a resource type. Refuses with 400 invalidSyntax, a missing
     * value with invalidValue, a remove without path with noTarget, too many operations with 413.
     */
    public static PatchRequest parse(JsonNode body) {
        if (!body.isObject()) {
            throw invalid("The body must be a JSON object with Operations.");
        }
        ObjectNode members = lowerCased(body, "The body");
        checkSchemas(members.path("schemas"));
        JsonNode operations = members.path("operations");
        if (!operations.isArray() || operations.isEmpty()) {
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

    private static PatchOperation operation(JsonNode node) {
        if (!node.isObject()) {
            throw invalid("Each operation must be a JSON object with op, path and value.");
        }
        ObjectNode members = lowerCased(node, "An operation");
        Kind kind = kind(members.path("op"));
        JsonNode path = members.path("path");
        if (!path.isTextual() && !path.isNull() && !path.isMissingNode()) {
            throw invalid("The path of an operation must be a string.");
        }
        String pathText = path.isTextual() ? path.textValue() : "";
        JsonNode value = members.path("value");
        if (kind == Kind.REMOVE && pathText.isEmpty()) {
            throw ScimProblem.noTarget("A remove operation needs a path to say what to remove.")
                    .exception();
        }
        if (kind != Kind.REMOVE && value.isMissingNode()) {
            throw ScimProblem.invalidValue("An add or replace operation needs a value; null unassigns.")
                    .exception();
        }
        return new PatchOperation(kind, pathText, value);
    }

    private static Kind kind(JsonNode op) {
        return switch (op.isTextual() ? op.textValue().toLowerCase(Locale.ROOT) : "") {
            case "add" -> Kind.ADD;
            case "replace" -> Kind.REPLACE;
            case "remove" -> Kind.REMOVE;
            default -> throw invalid("The op of an operation must be add, replace or remove.");
        };
    }

    private static void checkSchemas(JsonNode schemas) {
        if (schemas.isMissingNode() || schemas.isNull()) {
            return;
        }
        boolean known = false;
        for (JsonNode urn : schemas) {
            known |= urn.asText().equalsIgnoreCase(Messages.PATCH_OP);
        }
        if (!known) {
            throw invalid("The schemas of a PATCH request must be [\"" + Messages.PATCH_OP + "\"].");
        }
    }

    private static ObjectNode lowerCased(JsonNode object, String place) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : ObjectFields.of(object, place)) {
            members.set(member.getKey().toLowerCase(Locale.ROOT), member.getValue());
        }
        return members;
    }

    private static ScimException invalid(String detail) {
        return ScimProblem.invalidSyntax(detail).exception();
    }
}
