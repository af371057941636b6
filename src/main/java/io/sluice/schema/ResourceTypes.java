package io.sluice.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The resource types that are served, in the order in which discovery lists them. */
public record ResourceTypes(List<ResourceType> all) {
    public ResourceTypes {
        all = List.copyOf(all);
    }

    /** The type of exactly that name, for example {@code User}. */
    public Optional<ResourceType> byName(String name) {
        return all.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** The type whose resources live under that path segment, for example {@code Users}; case counts, as in any URL. */
    public Optional<ResourceType> byEndpoint(String segment) {
        return all.stream()
                .filter(type -> type.endpoint().length() == segment.length() + 1
                        && type.endpoint().endsWith(segment))
                .findFirst();
    }

    /** Every schema that a type uses, each once. */
    Stream<SchemaDefinition> schemas() {
        return all.stream().flatMap(ResourceType::schemas).distinct();
    }
}
