package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.scim.Json;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Serves the description of this API (OpenAPI 3.1): {@code openapi.json} beside this class. A test holds it to the routes. */
final class OpenApi {
    private final ObjectNode document = read();

    List<AdminRoute> routes() {
        return List.of(new AdminRoute(
                "GET", "openapi.json", request -> Future.succeededFuture(new AdminAnswer.Body(200, document))));
    }

    private static ObjectNode read() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
            return (ObjectNode) Json.parse(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
