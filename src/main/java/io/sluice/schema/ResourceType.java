package io.sluice.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A resource type (RFC 7643 section 6) with its schemas resolved.
 *
 * @param name for example {@code User}; also the value of {@code meta.resourceType} and of the {@code type} column
 * @param endpoint relative to the base, for example {@code /Users}
 */
public record ResourceType(
        String name, String endpoint, String description, SchemaDefinition core, List<SchemaExtension> extensions) {

    public ResourceType {
        extensions = List.copyOf(extensions);
    }

    /**
     * What the path names, or empty where this type has no such attribute. Case is ignored in every part. A path without URN is looked up
     * in the common attributes, then the core schema, then the extensions in order, since Entra names {@code manager} without its URN. A
     * URN that this type does not have resolves to nothing, and so does an unknown sub-attribute.
     */
    public Optional<ResolvedAttribute> resolve(AttributePath path) {
        if (path.urn().isEmpty()) {
            return plain("", CommonAttributes.DEFINITIONS, path)
                    .or(() -> plain("", core.attributes(), path))
                    .or(() -> extensions.stream()
                            .flatMap(extension ->
                                    plain(
                                            extension.schema().id(),
                                            extension.schema().attributes(),
                                            path)
                                            .stream())
                            .findFirst())
                    .map(plain -> plain);
        }
        if (path.urn().equalsIgnoreCase(core.id())) {
            return plain("", CommonAttributes.DEFINITIONS, path)
                    .or(() -> plain("", core.attributes(), path))
                    .map(plain -> plain);
        }
        return schemas()
                .filter(schema -> (path.urn() + ":" + path.name()).equalsIgnoreCase(schema.id()))
                .filter(schema -> path.sub().isEmpty())
                .<ResolvedAttribute>map(ResolvedAttribute.Whole::new)
                .findFirst()
                .or(() -> extensions.stream()
                        .map(SchemaExtension::schema)
                        .filter(schema -> schema.id().equalsIgnoreCase(path.urn()))
                        .flatMap(schema -> plain(schema.id(), schema.attributes(), path).stream())
                        .findFirst());
    }

    /** The core schema, then the extensions. */
    public Stream<SchemaDefinition> schemas() {
        return Stream.concat(Stream.of(core), extensions.stream().map(SchemaExtension::schema));
    }

    private static Optional<ResolvedAttribute.Plain> plain(
            String extension, List<AttributeDefinition> attributes, AttributePath path) {
        return attributes.stream()
                .filter(attribute -> attribute.isNamed(path.name()))
                .findFirst()
                .flatMap(attribute -> path.sub().isEmpty()
                        ? Optional.of(new ResolvedAttribute.Plain(extension, attribute, Optional.empty()))
                        : attribute
                                .subAttribute(path.sub())
                                .map(sub -> new ResolvedAttribute.Plain(extension, attribute, Optional.of(sub))));
    }
}
