package io.sluice.store;

import io.sluice.schema.AttributePath;
import io.sluice.schema.MatchingAttribute;
import io.sluice.schema.OwnType;
import io.sluice.schema.OwnTypes;
import io.sluice.schema.ResourceTypes;
import io.sluice.schema.SchemaDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The schemas and resource types that a tenant ever brought, at one version of its profile. What was removed is remembered: resources may
 * hold what it defined.
 */
public record Definitions(long version, List<Schema> schemas, List<Type> types, List<Matching> matching) {
    private static final int MOST_MATCHING = 20;

    public Definitions {
        matching = List.copyOf(matching);
        schemas = schemas.stream()
                .sorted(Comparator.comparing(schema -> schema.definition().id()))
                .toList();
        types = types.stream()
                .sorted(Comparator.comparing(type -> type.definition().name()))
                .toList();
    }

    public record Schema(SchemaDefinition definition, boolean removed) {}

    /** @param leftovers whether resources may hold extensions that the type has no longer */
    public record Type(OwnType definition, boolean leftovers, boolean removed) {}

    /**
     * An attribute that was declared to match by.
     *
     * @param code 0 for one that is only about to be declared
     * @param path as {@link MatchingAttributes#resolve} names it
     * @param detail why it failed
     */
    public record Matching(int code, String type, AttributePath path, State state, String detail) {
        /** How far its index is. */
        public enum State {
            BUILDING,
            READY,
            FAILED
        }

        boolean isOf(Matching other) {
            return type.equals(other.type) && path.equals(other.path);
        }
    }

    public Optional<Matching> matching(String type, AttributePath path) {
        return matching.stream()
                .filter(attribute ->
                        attribute.type().equals(type) && attribute.path().equals(path))
                .findFirst();
    }

    /** Also one that was removed. */
    public Optional<Schema> schema(String urn) {
        return schemas.stream()
                .filter(schema -> schema.definition().id().equalsIgnoreCase(urn))
                .findFirst();
    }

    /** Also one that was removed. */
    public Optional<Type> type(String name) {
        return types.stream()
                .filter(type -> type.definition().name().equals(name))
                .findFirst();
    }

    public Definitions with(Schema changed) {
        List<Schema> others = new ArrayList<>(schemas);
        others.removeIf(schema ->
                schema.definition().id().equalsIgnoreCase(changed.definition().id()));
        others.add(changed);
        return new Definitions(version, others, types, matching);
    }

    public Definitions with(Type changed) {
        List<Type> others = new ArrayList<>(types);
        others.removeIf(
                type -> type.definition().name().equals(changed.definition().name()));
        others.add(changed);
        return new Definitions(version, schemas, others, matching);
    }

    public Definitions with(Matching declared) {
        List<Matching> all = new ArrayList<>(without(declared).matching());
        all.add(declared);
        return new Definitions(version, schemas, types, all);
    }

    public Definitions without(Matching removed) {
        return new Definitions(
                version,
                schemas,
                types,
                matching.stream().filter(one -> !one.isOf(removed)).toList());
    }

    /** What the tenant can keep. Fails with an {@link IllegalArgumentException} that says what does not fit together. */
    public ResourceTypes assembled() {
        ResourceTypes assembled = OwnTypes.assemble(
                schemas.stream()
                        .filter(schema -> !schema.removed())
                        .map(Schema::definition)
                        .toList(),
                types.stream()
                        .filter(type -> !type.removed())
                        .map(type -> new OwnTypes.Defined(type.definition(), type.leftovers()))
                        .toList());
        return matching.isEmpty() ? assembled : matched(assembled);
    }

    private ResourceTypes matched(ResourceTypes assembled) {
        if (matching.size() > MOST_MATCHING) {
            throw new IllegalArgumentException("A tenant can have " + MOST_MATCHING + " matching attributes.");
        }
        for (Matching attribute : matching) {
            boolean resolves = assembled
                    .byName(attribute.type())
                    .flatMap(type -> type.resolve(attribute.path()))
                    .isPresent();
            if (!resolves) {
                throw new IllegalArgumentException(attribute.type() + ": the matching attribute " + attribute.path()
                        + " needs it; remove that first");
            }
        }
        return new ResourceTypes(assembled.all().stream()
                .map(type -> type.withMatching(matching.stream()
                        .filter(attribute -> attribute.type().equals(type.name()))
                        .map(attribute -> new MatchingAttribute(
                                attribute.code(), attribute.path(), attribute.state() == Matching.State.READY))
                        .toList()))
                .toList());
    }
}
