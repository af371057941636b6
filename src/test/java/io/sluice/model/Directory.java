package io.sluice.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The resources of a tenant, in the order of their creation, and what a request does to them. */
final class Directory {
    static final String USER = "User";
    static final String GROUP = "Group";

    private final String base;
    private final Map<String, Resource> resources = new LinkedHashMap<>();

    /** @param base URL of SCIM, as answers tell it */
    Directory(String base) {
        this.base = base;
    }

    List<Resource> all(String type) {
        return resources.values().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    List<Resource> all() {
        return List.copyOf(resources.values());
    }

    boolean has(String id) {
        return resources.containsKey(id);
    }

    Optional<Resource> find(String type, String id) {
        return Optional.ofNullable(resources.get(id))
                .filter(resource -> resource.type().equals(type));
    }

    void add(Resource created) {
        resources.put(created.id(), created);
    }

    /** The answers with which a write is refused, none where it may be done. */
    Set<String> refusals(
            String type, Optional<String> id, Condition condition, Draft draft, List<Consumer<Draft>> effects) {
        Set<String> refusals = new TreeSet<>();
        for (Consumer<Draft> effect : effects) {
            try {
                effect.accept(draft);
            } catch (Refusal refusal) {
                refusals.addAll(refusal.answers());
            }
        }
        if (id.isPresent()) {
            refusals.addAll(refusals(type, id.get(), condition));
        }
        refusals.addAll(nameRefusals(type, id, draft));
        // What counts is what the operations of a request come to together.
        if (!draft.members().stream().allMatch(resources::containsKey)) {
            refusals.add("400 invalidValue");
        }
        return refusals;
    }

    Set<String> refusals(String type, String id, Condition condition) {
        Optional<Resource> resource = find(type, id);
        if (resource.isEmpty()) {
            return condition.isNone() ? Set.of("404") : Set.of("404", "412");
        }
        return condition.holdsFor(resource.get()) ? Set.of() : Set.of("412");
    }

    private Set<String> nameRefusals(String type, Optional<String> id, Draft draft) {
        Object name = draft.document().get(type.equals(USER) ? "userName" : "displayName");
        if (name == null) {
            return id.isPresent() ? Set.of("400 mutability", "400 invalidValue") : Set.of("400 invalidValue");
        }
        if (((String) name).isBlank()) {
            return Set.of("400 invalidValue");
        }
        boolean taken = all(type).stream()
                .anyMatch(other -> Draft.same(other.name(), name)
                        && !Optional.of(other.id()).equals(id));
        return taken ? Set.of("409 uniqueness") : Set.of();
    }

    /** A deleted resource leaves every group that has it. */
    void delete(String id) {
        resources.remove(id);
        resources.values().forEach(resource -> resource.lose(id));
    }

    /** The resource as it must be answered, members and groups as sets, without {@code meta.lastModified}. */
    Map<String, Object> view(Resource resource, String created) {
        Map<String, Object> view = new LinkedHashMap<>(resource.document());
        List<Object> schemas = new ArrayList<>(List.of("urn:ietf:params:scim:schemas:core:2.0:" + resource.type()));
        if (view.containsKey(Draft.ENTERPRISE)) {
            schemas.add(Draft.ENTERPRISE);
        }
        view.put("schemas", schemas);
        view.put("id", resource.id());
        view.put(
                "meta",
                Map.of(
                        "resourceType", resource.type(),
                        "created", created,
                        "location", location(resource),
                        "version", resource.entityTag()));
        if (resource.type().equals(USER)) {
            Set<Object> groups = groupsOf(resource.id()).stream()
                    .map(group -> reference(group, "direct"))
                    .collect(Collectors.toSet());
            view.put("groups", groups);
        } else {
            Set<Object> members = new HashSet<>();
            resource.members()
                    .forEach(id -> members.add(
                            reference(resources.get(id), resources.get(id).type())));
            view.put("members", members);
        }
        return view;
    }

    Set<Resource> groupsOf(String id) {
        return all(GROUP).stream()
                .filter(group -> group.members().contains(id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static String endpoint(String type) {
        return "/" + type + "s";
    }

    private String location(Resource resource) {
        return base + endpoint(resource.type()) + "/" + resource.id();
    }

    private Map<String, Object> reference(Resource resource, String type) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("value", resource.id());
        reference.put("type", type);
        reference.put("$ref", location(resource));
        if (resource.get("displayName") != null) {
            reference.put("display", resource.get("displayName"));
        }
        return reference;
    }
}
