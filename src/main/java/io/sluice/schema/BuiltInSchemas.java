package io.sluice.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The resource types that every tenant has: User with the enterprise extension, and Group. Their schemas are the JSON documents beside
 * this class, read once; {@code password} is in none of them, so that it is dropped like any attribute that is not known.
 */
public final class BuiltInSchemas {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ResourceTypes TYPES = new ResourceTypes(List.of(
            type(
                    "User",
                    "/Users",
                    read("user.json"),
                    List.of(new SchemaExtension(read("enterprise-user.json"), false))),
            type("Group", "/Groups", read("group.json"), List.of())));

    private BuiltInSchemas() {}

    public static ResourceTypes resourceTypes() {
        return TYPES;
    }

    private static ResourceType type(
            String name, String endpoint, SchemaDefinition core, List<SchemaExtension> extensions) {
        return new ResourceType(name, endpoint, core.description(), core, extensions);
    }

    private static SchemaDefinition read(String resource) {
        try (InputStream in = Objects.requireNonNull(BuiltInSchemas.class.getResourceAsStream(resource), resource)) {
            return SchemaReader.read(MAPPER.readTree(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }
}
