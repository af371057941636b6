package io.sluice.schema;

import io.sluice.schema.Selection.Whole;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which attributes of one resource type a client named, and what that selects of its documents (RFC 7644 section 3.9). Attributes
 * returned {@code always} stay and those returned {@code never} go, whatever was named; a sub-attribute returned {@code always} comes
 * with any other part of its attribute.
 */
final class RequestedAttributes {
    private final ResourceType type;
    private final boolean excluded;
    private final Set<String> wholeSchemas = new HashSet<>();
    private final Set<AttributePath> named = new HashSet<>();

    /**
     * @param excluded whether the paths come from {@code excludedAttributes}; excluding nothing selects what is returned by default
     * @param paths those that the type does not have are passed over
     */
    RequestedAttributes(ResourceType type, boolean excluded, List<AttributePath> paths) {
        this.type = type;
        this.excluded = excluded;
        for (AttributePath path : paths) {
            type.resolve(path).ifPresent(this::add);
        }
    }

    /** What to keep of a document of the type. */
    Selection select() {
        Map<String, Selection> top = new HashMap<>();
        collect("", CommonAttributes.DEFINITIONS, false, top);
        collect("", type.core().attributes(), wholeSchemas.contains(type.core().id()), top);
        for (SchemaExtension extension : type.extensions()) {
            SchemaDefinition schema = extension.schema();
            Map<String, Selection> parts = new HashMap<>();
            collect(schema.id(), schema.attributes(), wholeSchemas.contains(schema.id()), parts);
            put(schema.id(), Selection.of(parts, unknown()), unknown(), top);
        }
        return Selection.of(top, unknown());
    }

    /** The core and common attributes that are wanted by name; none where the names are of what is not wanted. */
    Set<String> asked() {
        return excluded
                ? Set.of()
                : named.stream()
                        .filter(path -> path.urn().isEmpty())
                        .map(AttributePath::name)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private void add(ResolvedAttribute resolved) {
        switch (resolved) {
            case ResolvedAttribute.Whole whole ->
                wholeSchemas.add(whole.schema().id());
            case ResolvedAttribute.Plain plain ->
                named.add(new AttributePath(
                        plain.extension(),
                        plain.attribute().name(),
                        plain.sub().map(AttributeDefinition::name).orElse("")));
        }
    }

    private void collect(
            String extension,
            List<AttributeDefinition> attributes,
            boolean schemaNamed,
            Map<String, Selection> selections) {
        for (AttributeDefinition attribute : attributes) {
            AttributePath path = new AttributePath(extension, attribute.name(), "");
            put(attribute.name(), attribute(path, attribute, schemaNamed), unknown(), selections);
        }
    }

    private Selection attribute(AttributePath path, AttributeDefinition attribute, boolean schemaNamed) {
        boolean asked = named.contains(path);
        boolean kept = switch (attribute.returned()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case REQUEST -> asked && !excluded;
            case DEFAULT -> (asked || schemaNamed) != excluded;
        };
        if (kept) {
            return Selection.of(keptParts(path, attribute), Whole.KEEP);
        }
        return excluded || attribute.returned() == Returned.NEVER
                ? Whole.DROP
                : Selection.of(namedParts(path, attribute), Whole.DROP);
    }

    /** The parts of an attribute that is kept as such. */
    private Map<String, Selection> keptParts(AttributePath path, AttributeDefinition attribute) {
        Map<String, Selection> parts = new HashMap<>();
        for (AttributeDefinition sub : attribute.subAttributes()) {
            boolean asked = named.contains(path.withSub(sub.name()));
            boolean kept = switch (sub.returned()) {
                case ALWAYS -> true;
                case NEVER -> false;
                case REQUEST -> asked && !excluded;
                case DEFAULT -> !(asked && excluded);
            };
            put(sub.name(), kept ? Whole.KEEP : Whole.DROP, Whole.KEEP, parts);
        }
        return parts;
    }

    /** The parts of an attribute of which only sub-attributes were asked for; none where none was. */
    private Map<String, Selection> namedParts(AttributePath path, AttributeDefinition attribute) {
        Map<String, Selection> parts = new HashMap<>();
        for (AttributeDefinition sub : attribute.subAttributes()) {
            if (sub.returned() != Returned.NEVER && named.contains(path.withSub(sub.name()))) {
                parts.put(sub.name(), Whole.KEEP);
            }
        }
        if (!parts.isEmpty()) {
            attribute.subAttributes().stream()
                    .filter(sub -> sub.returned() == Returned.ALWAYS)
                    .forEach(sub -> parts.put(sub.name(), Whole.KEEP));
        }
        return parts;
    }

    private static void put(String name, Selection selection, Whole others, Map<String, Selection> selections) {
        if (selection != others) {
            selections.put(name, selection);
        }
    }

    /** What becomes of a property that no schema of the type has. */
    private Whole unknown() {
        return excluded ? Whole.KEEP : Whole.DROP;
    }
}
