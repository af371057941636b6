package io.sluice.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.scim.Json;
import io.sluice.scim.ScimProblem;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * Copies a BulkRequest message without what a client must not find kept anywhere: every attribute {@code password}, and the value of every
 * PATCH operation whose path ends in it. Operations are read one at a time.
 */
final class WithoutPasswords {
    private static final String PASSWORD = "password";
    private static final ObjectReader TREES =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final JsonNode DROPPED = TextNode.valueOf("-");

    private WithoutPasswords() {}

    /** Refuses with 400 an operation that is no JSON within the limits of a single request, since it could not be read later either. */
    static Buffer of(byte[] body) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream(body.length);
        try (JsonParser parser = BulkReader.FACTORY.createParser(body);
                JsonGenerator generator = Json.MAPPER.createGenerator(copy)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            while (parser.nextToken() != null) {
                // The operations are the objects in the list of the message's second level.
                if (parser.currentToken() == JsonToken.START_OBJECT
                        && parser.getParsingContext().getParent().inArray()) {
                    generator.writeTree(cleaned(TREES.readTree(parser)));
                } else {
                    generator.copyCurrentEvent(parser);
                }
            }
        } catch (IOException malformed) {
            throw ScimProblem.invalidSyntax("The body is not JSON with unique names within the limits.")
                    .exception();
        }
        return Buffer.buffer(copy.toByteArray());
    }

    private static JsonNode cleaned(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> namesPassword(field.getKey()));
            boolean ofPassword = object.properties().stream()
                    .anyMatch(field -> field.getKey().equalsIgnoreCase("path")
                            && namesPassword(field.getValue().asText().strip()));
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (ofPassword && field.getKey().equalsIgnoreCase("value")) {
                    field.setValue(DROPPED);
                }
            }
        }
        node.forEach(WithoutPasswords::cleaned);
        return node;
    }

    private static boolean namesPassword(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(PASSWORD);
    }
}
