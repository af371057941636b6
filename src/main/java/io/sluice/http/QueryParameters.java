package io.sluice.http;

import io.sluice.operation.Search;
import io.sluice.schema.Projection;
import io.sluice.schema.ResourceType;
import io.sluice.scim.ScimProblem;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the query parameters of RFC 7644 section 3.4.2; others, such as Entra's {@code aadOptscim062020}, are ignored. */
final class QueryParameters {
    private QueryParameters() {}

    static Projection projection(MultiMap parameters, List<ResourceType> types) {
        return Projection.parse(names(parameters, "attributes"), names(parameters, "excludedAttributes"), types);
    }

    static Search search(MultiMap parameters, List<ResourceType> types) {
        return new Search(
                types,
                projection(parameters, types),
                text(parameters, "filter"),
                text(parameters, "sortBy").filter(path -> !path.isBlank()),
                text(parameters, "sortOrder").filter(order -> !order.isBlank()),
                number(parameters, "startIndex"),
                number(parameters, "count"));
    }

    /** Whether the client named the attributes it wants, which obliges a PATCH to answer with them (RFC 7644 section 3.5.2). */
    static boolean namesAttributes(MultiMap parameters) {
        return !names(parameters, "attributes").isEmpty();
    }

    private static List<String> names(MultiMap parameters, String name) {
        return parameters.getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static Optional<String> text(MultiMap parameters, String name) {
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            throw ScimProblem.invalidValue(name + " is given more than once.").exception();
        }
        return values.stream().findFirst();
    }

    private static Optional<Long> number(MultiMap parameters, String name) {
        return text(parameters, name).filter(text -> !text.isBlank()).map(text -> WholeNumber.parse(text, name));
    }
}
