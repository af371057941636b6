package io.sluice.schema;

import static io.sluice.schema.OwnSchema.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Puts a tenant's own schemas and types together with the built-in ones. Refusals are {@link IllegalArgumentException}s. */
public final class OwnTypes {
    private static final int MOST = 50;

    private OwnTypes() {}

    /** @param leftovers whether resources may hold extensions that the type has no longer */
    public record Defined(OwnType type, boolean leftovers) {}

    /** The built-in types, extended, then the tenant's own in the order given. */
    public static ResourceTypes assemble(List<SchemaDefinition> schemas, List<Defined> types) {
        check(
                schemas.size() <= MOST && types.size() <= MOST,
                "A tenant can have " + MOST + " schemas and types of its own.");
        List<ResourceType> all = new ArrayList<>();
        for (ResourceType builtIn : BuiltInSchemas.resourceTypes().all()) {
            all.add(types.stream()
                    .filter(defined -> defined.type().name().equals(builtIn.name()))
                    .findFirst()
                    .map(defined -> extended(builtIn, defined, schemas))
                    .orElse(builtIn));
        }
        types.stream()
                .filter(defined -> !defined.type().schema().isEmpty())
                .map(defined -> own(defined, schemas))
                .forEach(all::add);
        checkDistinct(all);
        return new ResourceTypes(all);
    }

    private static ResourceType extended(ResourceType builtIn, Defined defined, List<SchemaDefinition> schemas) {
        List<SchemaExtension> extensions = new ArrayList<>(builtIn.extensions());
        extensions.addAll(extensions(defined.type(), schemas));
        return new ResourceType(
                builtIn.name(),
                builtIn.endpoint(),
                builtIn.description(),
                builtIn.core(),
                extensions,
                defined.leftovers());
    }

    private static ResourceType own(Defined defined, List<SchemaDefinition> schemas) {
        OwnType type = defined.type();
        SchemaDefinition core = schema(type.schema(), type, schemas);
        long keys = core.attributes().stream()
                .filter(attribute -> attribute.uniqueness() == Uniqueness.SERVER)
                .count();
        check(keys <= 1, type.name() + ": one attribute of its core schema at most can be unique");
        return new ResourceType(
                type.name(), type.endpoint(), type.description(), core, extensions(type, schemas), defined.leftovers());
    }

    private static List<SchemaExtension> extensions(OwnType type, List<SchemaDefinition> schemas) {
        Set<String> used = new HashSet<>(Set.of(type.schema().toLowerCase(Locale.ROOT)));
        List<SchemaExtension> extensions = new ArrayList<>();
        for (OwnType.Extension extension : type.extensions()) {
            check(
                    used.add(extension.schema().toLowerCase(Locale.ROOT)),
                    type.name() + ": " + extension.schema() + " stands twice");
            SchemaDefinition schema = schema(extension.schema(), type, schemas);
            check(
                    schema.attributes().stream().allMatch(attribute -> attribute.uniqueness() == Uniqueness.NONE),
                    type.name() + ": " + schema.id()
                            + " has a unique attribute; uniqueness is kept for core schemas only, not for extensions");
            extensions.add(new SchemaExtension(schema, extension.required()));
        }
        return extensions;
    }

    private static SchemaDefinition schema(String urn, OwnType type, List<SchemaDefinition> schemas) {
        Optional<SchemaDefinition> found = schemas.stream()
                .filter(schema -> schema.id().equalsIgnoreCase(urn))
                .findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException(
                type.name() + ": the tenant has no schema " + urn + " of its own; define it first"));
    }

    private static void checkDistinct(List<ResourceType> types) {
        Set<String> names = new HashSet<>();
        Set<String> endpoints = new HashSet<>();
        for (ResourceType type : types) {
            check(
                    names.add(type.name().toLowerCase(Locale.ROOT)),
                    type.name() + ": there is a resource type of this name in other letters");
            check(
                    endpoints.add(type.endpoint().toLowerCase(Locale.ROOT)),
                    type.name() + ": the endpoint " + type.endpoint() + " is another resource type's");
        }
    }
}
