package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.operation.Search;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a SearchRequest message (RFC 7644 section 3.4.3). */
final class SearchRequests {
    private SearchRequests() {}

    static Search parse(JsonNode body, List<ResourceType> types) {
        if (!body.isObject()) {
            throw ScimProblem.invalidSyntax("A SearchRequest is a JSON object.").exception();
        }
        return new Search(
                types,
                Projection.parse(names(body, "attributes"), names(body, "excludedAttributes"), types),
                Stream.of("attributes", "excludedAttributes")
                        .flatMap(list -> Stream.concat(Stream.of(list), names(body, list).stream()))
                        .toList(),
                text(body, "filter"),
                text(body, "sortBy").filter(path -> !path.isBlank()),
                text(body, "sortOrder").filter(order -> !order.isBlank()),
                number(body, "startIndex"),
                number(body, "count"),
                text(body, "cursor"));
    }

    private static Optional<String> text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw ScimProblem.invalidValue(name + " is a string.").exception();
        }
        return Optional.of(value.textValue());
    }

    private static Optional<Long> number(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(WholeNumber.parse(value.asText(""), name));
    }

    private static List<String> names(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw ScimProblem.invalidValue(name + " is a list of attribute names.")
                    .exception();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw ScimProblem.invalidValue(name + " is a list of attribute names.")
                        .exception();
            }
            names.add(element.textValue());
        }
        return names;
    }
}
