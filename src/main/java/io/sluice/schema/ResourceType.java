package io.sluice.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A resource type (RFC 7643 section 6) with its schemas resolved.
 *
 * @param name for example {@code User}; also the value of {@code meta.resourceType} and of the {@code type} column
 * @param endpoint relative to the base, for example {@code /Users}
 * @param leftovers whether stored documents may hold extensions that the type has no longer; they are not shown
 * @param matching attributes of a tenant's choice whose values are indexed
 */
public record ResourceType(
        String name,
        String endpoint,
        String description,
        SchemaDefinition core,
        List<SchemaExtension> extensions,
        boolean leftovers,
        List<MatchingAttribute> matching) {

    public ResourceType {
        extensions = List.copyOf(extensions);
        matching = List.copyOf(matching);
    }

    /** Without matching attributes. */
    public ResourceType(
            String name,
            String endpoint,
            String description,
            SchemaDefinition core,
            List<SchemaExtension> extensions,
            boolean leftovers) {
        this(name, endpoint, description, core, extensions, leftovers, List.of());
    }

    /** Without leftovers. */
    public ResourceType(
            String name, String endpoint, String description, SchemaDefinition core, List<SchemaExtension> extensions) {
        this(name, endpoint, description, core, extensions, false);
    }

    public ResourceType withMatching(List<MatchingAttribute> attributes) {
        return new ResourceType(name, endpoint, description, core, extensions, leftovers, attributes);
    }

    /** The attribute of the core schema whose values no two resources share, where there is one. */
    public Optional<AttributeDefinition> uniqueAttribute() {
        return core.attributes().stream()
                .filter(attribute -> attribute.uniqueness() == Uniqueness.SERVER)
                .findFirst();
    }

    /**
     * What the path names, or empty where this type has no such attribute. Case is ignored in every part. A path without URN is looked up
     * in the common attributes, then the core schema, then the extensions in order, since Entra names {@code manager} without its URN. A
     * URN that this type does not have resolves to nothing, and so does an unknown sub-attribute.
     */
    public Optional<ResolvedAttribute> resolve(AttributePath path) {
        if (path.urn().isEmpty()) {
            return inCore(path).or(() -> inExtensions(path));
        }
        if (path.urn().equalsIgnoreCase(core.id())) {
            return inCore(path);
        }
        return whole(path).or(() -> inExtensions(path));
    }

    /** The core schema, then the extensions. */
    public Stream<SchemaDefinition> schemas() {
        return Stream.concat(Stream.of(core), extensions.stream().map(SchemaExtension::schema));
    }

    /** Whether a client that asks for nothing in particular gets every attribute there is. */
    boolean isReturnedWhole() {
        return schemas().allMatch(schema -> isReturnedWhole(schema.attributes()));
    }

    private static boolean isReturnedWhole(List<AttributeDefinition> attributes) {
        for (AttributeDefinition attribute : attributes) {
            boolean returned = attribute.returned() == Returned.ALWAYS || attribute.returned() == Returned.DEFAULT;
            if (!returned || !isReturnedWhole(attribute.subAttributes())) {
                return false;
            }
        }
        return true;
    }

    private Optional<ResolvedAttribute> inCore(AttributePath path) {
        return AttributeDefinition.named(path.name(), CommonAttributes.DEFINITIONS)
                .or(() -> core.attribute(path.name()))
                .flatMap(attribute -> plain("", attribute, path));
    }

    private Optional<ResolvedAttribute> inExtensions(AttributePath path) {
        for (SchemaExtension extension : extensions) {
            SchemaDefinition schema = extension.schema();
            if (path.urn().isEmpty() || path.urn().equalsIgnoreCase(schema.id())) {
                Optional<ResolvedAttribute> found =
                        schema.attribute(path.name()).flatMap(attribute -> plain(schema.id(), attribute, path));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ResolvedAttribute> whole(AttributePath path) {
        if (!path.sub().isEmpty()) {
            return Optional.empty();
        }
        String urn = path.urn() + ":" + path.name();
        return schemas()
                .filter(schema -> schema.id().equalsIgnoreCase(urn))
                .findFirst()
                .map(ResolvedAttribute.Whole::new);
    }

    private static Optional<ResolvedAttribute> plain(
            String extension, AttributeDefinition attribute, AttributePath path) {
        if (path.sub().isEmpty()) {
            return Optional.of(new ResolvedAttribute.Plain(extension, attribute, Optional.empty()));
        }
        return attribute
                .subAttribute(path.sub())
                .map(sub -> new ResolvedAttribute.Plain(extension, attribute, Optional.of(sub)));
    }
}
