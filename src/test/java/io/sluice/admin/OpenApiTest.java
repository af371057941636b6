package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.IssuerHosts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the description of the administration API to the API. */
class OpenApiTest {
    private static final JsonObject DOCUMENT = document();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    @SuppressWarnings("NullAway") // Nothing is asked of the stores.
    void everyRouteIsDescribedAndEveryDescriptionHasItsRoute() {
        List<String> routes = AdminServer.table(
                        new AdminStores(null, null, null, null, null, null, null), IssuerHosts.MICROSOFT)
                .routes()
                .stream()
                .map(route -> route.method().toLowerCase(Locale.ROOT) + " " + AdminRoute.BASE + route.template())
                .toList();

        assertThat(operations()).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void everyOperationHasANameAnAnswerAndARefusalOfStrangers() {
        List<String> names = new ArrayList<>();
        for (String operation : operations()) {
            JsonObject described = operation(operation);
            names.add(described.getString("operationId"));
            assertThat(described.getString("summary")).as(operation).endsWith(".");
            assertThat(described.getJsonObject("responses").fieldNames())
                    .as(operation)
                    .contains("401")
                    .anyMatch(status -> status.startsWith("2"));
            assertThat(described.containsKey("requestBody"))
                    .as(operation)
                    .isEqualTo(Set.of("put", "post", "patch").contains(operation.split(" ")[0]));
        }
        assertThat(names).doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void everyPartOfAnAddressThatChangesIsDescribed() {
        for (String path : DOCUMENT.getJsonObject("paths").fieldNames()) {
            List<String> described =
                    DOCUMENT
                            .getJsonObject("paths")
                            .getJsonObject(path)
                            .getJsonArray("parameters", new JsonArray())
                            .stream()
                            .map(reference -> resolved(((JsonObject) reference).getString("$ref")))
                            .map(parameter -> "{" + parameter.getString("name") + "}")
                            .toList();
            List<String> changing = List.of(path.split("/")).stream()
                    .filter(segment -> segment.startsWith("{"))
                    .toList();

            assertThat(described).as(path).isEqualTo(changing);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(DOCUMENT.getString("openapi")).startsWith("3.1.");
        assertThat(references(DOCUMENT))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(resolved(reference)).isNotNull());
    }

    /** What the description names for the route. */
    static Set<Integer> statuses(AdminRoute route) {
        return operation(route.method().toLowerCase(Locale.ROOT) + " " + AdminRoute.BASE + route.template())
                .getJsonObject("responses")
                .fieldNames()
                .stream()
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    private static List<String> operations() {
        JsonObject paths = DOCUMENT.getJsonObject("paths");
        return paths.fieldNames().stream()
                .flatMap(path -> paths.getJsonObject(path).fieldNames().stream()
                        .filter(METHODS::contains)
                        .map(method -> method + " " + path))
                .toList();
    }

    private static JsonObject operation(String operation) {
        String[] parts = operation.split(" ");
        return DOCUMENT.getJsonObject("paths").getJsonObject(parts[1]).getJsonObject(parts[0]);
    }

    private static List<String> references(Object node) {
        List<String> found = new ArrayList<>();
        if (node instanceof JsonObject object) {
            if (object.getValue("$ref") instanceof String reference) {
                found.add(reference);
            }
            object.forEach(member -> found.addAll(references(member.getValue())));
        } else if (node instanceof JsonArray array) {
            array.forEach(element -> found.addAll(references(element)));
        }
        return found;
    }

    private static JsonObject resolved(String reference) {
        JsonObject node = DOCUMENT;
        for (String step : reference.substring("#/".length()).split("/")) {
            node = Objects.requireNonNull(node.getJsonObject(step), reference);
        }
        return node;
    }

    private static JsonObject document() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
