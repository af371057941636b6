package io.sluice.schema;

import io.sluice.schema.Selection.Parts;
import io.sluice.schema.Selection.Whole;
import io.sluice.scim.ScimProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The part of a resource that a client wants to see: the parameters {@code attributes} and {@code excludedAttributes} (RFC 7644 sections
 * 3.4.2.5 and 3.9). Immutable; made once for a request and applied to each of its resources.
 */
public final class Projection {
    /** The whole document as it is. {@link #parse} gives this too where nothing is asked for and no attribute waits to be asked for. */
    public static final Projection NONE = new Projection(Map.of(), Map.of());

    private static final KnownProjections KNOWN = new KnownProjections();

    // By the name of the type; a type that is not here is shown whole.
    private final Map<String, Parts> selections;
    // By the name of the type, the core and common attributes that the client asked for by name.
    private final Map<String, Set<String>> named;
    // By the name of the type, where nothing but whole core attributes is left out: those.
    private final Map<String, Set<String>> leftOut;

    private Projection(Map<String, Parts> selections, Map<String, Set<String>> named) {
        this.selections = Map.copyOf(selections);
        this.named = Map.copyOf(named);
        this.leftOut = new HashMap<>();
        selections.forEach((type, parts) -> {
            if (parts.others() == Whole.KEEP && parts.named().values().stream().allMatch(part -> part == Whole.DROP)) {
                leftOut.put(type, parts.named().keySet());
            }
        });
    }

    /**
     * Names may be qualified by a URN, name a sub-attribute or a whole schema, be in any case, and stand alone or separated by commas in
     * one string; blank ones are passed over, and so are names that a type does not have. Fails with 400 invalidSyntax where both
     * lists name something.
     */
    public static Projection parse(List<String> attributes, List<String> excludedAttributes, List<ResourceType> types) {
        List<String> included = names(attributes);
        List<String> excluded = names(excludedAttributes);
        if (!included.isEmpty() && !excluded.isEmpty()) {
            throw ScimProblem.invalidSyntax("Give either attributes or excludedAttributes, not both.")
                    .exception();
        }
        return KNOWN.get(types, included, excluded, () -> select(included, excluded, types));
    }

    private static Projection select(List<String> included, List<String> excluded, List<ResourceType> types) {
        if (included.isEmpty() && excluded.isEmpty() && types.stream().allMatch(ResourceType::isReturnedWhole)) {
            return NONE;
        }
        List<AttributePath> paths = (included.isEmpty() ? excluded : included)
                .stream().map(AttributePath::parse).flatMap(Optional::stream).toList();
        Map<String, Parts> selections = new HashMap<>();
        Map<String, Set<String>> named = new HashMap<>();
        for (ResourceType type : types) {
            RequestedAttributes requested = new RequestedAttributes(type, included.isEmpty(), paths);
            if (requested.select() instanceof Parts parts) {
                selections.put(type.name(), parts);
                named.put(type.name(), requested.asked());
            }
        }
        return selections.isEmpty() ? NONE : new Projection(selections, named);
    }

    /** Whether every document is shown as it is, so that {@link #apply} need not be called. */
    public boolean isWhole() {
        return selections.isEmpty();
    }

    /**
     * Whether a document of the type that has none of {@code absent} is shown as it is.
     *
     * @param absent names of core attributes, in the schema's spelling
     */
    public boolean isWholeWithout(ResourceType type, Set<String> absent) {
        if (!selections.containsKey(type.name())) {
            return true;
        }
        Set<String> out = leftOut.get(type.name());
        return out != null && absent.containsAll(out);
    }

    /**
     * Whether any of the attribute is shown, so that what is not shown need not be read.
     *
     * @param attributeName of a core or common attribute, in the schema's spelling
     */
    public boolean includes(ResourceType type, String attributeName) {
        Parts parts = selections.get(type.name());
        return parts == null || parts.of(attributeName) != Whole.DROP;
    }

    /** Whether the client asked for the attribute, or a part of it, by name. */
    public boolean names(ResourceType type, String attributeName) {
        return named.getOrDefault(type.name(), Set.of()).contains(attributeName);
    }

    /** A copy of the document with what is shown of it. The document is one JSON object with names in the schema's spelling. */
    public byte[] apply(ResourceType type, byte[] json) {
        Parts parts = selections.get(type.name());
        return parts == null ? json : PartialCopy.of(json, parts);
    }

    private static List<String> names(List<String> lists) {
        List<String> names = new ArrayList<>();
        for (String list : lists) {
            StringTokenizer tokens = new StringTokenizer(list, ",");
            while (tokens.hasMoreTokens()) {
                String name = tokens.nextToken().strip();
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
