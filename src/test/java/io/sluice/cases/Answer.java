package io.sluice.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;

/** An answer as it came over the socket. */
record Answer(HttpResponse<String> response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    int status() {
        return response.statusCode();
    }

    String text() {
        return response.body();
    }

    /** The value of a header, empty where it is missing. */
    String header(String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    /** The body, missing where it is empty or no JSON. */
    JsonNode body() {
        try {
            return JSON.readTree(text());
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** The body's members and, under {@code header}, the headers by their names in lower case. */
    ObjectNode memory() {
        ObjectNode memory = body() instanceof ObjectNode object ? object.deepCopy() : JSON.createObjectNode();
        ObjectNode headers = memory.putObject("header");
        for (Map.Entry<String, ?> header : response.headers().map().entrySet()) {
            headers.put(header.getKey().toLowerCase(Locale.ROOT), header(header.getKey()));
        }
        return memory;
    }

    /** For the report of a failure. */
    String report() {
        JsonNode body = body();
        return "%d%n%s%n%s"
                .formatted(status(), response.headers().map(), body.isMissingNode() ? text() : body.toPrettyString());
    }
}
