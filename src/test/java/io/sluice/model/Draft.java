package io.sluice.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A resource while a request changes it: what the operations of RFC 7644 section 3.5.2 mean, in a few words. A null value unassigns.
 * Attributes go by their plain names, those of the enterprise extension too.
 */
final class Draft {
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final Set<String> EXTENDED = Set.of("employeeNumber", "department", "manager");

    /** A complex value with nothing else tells nothing. */
    private static final Set<String> LABELS = Set.of("type", "primary", "display", "$ref");

    private final Map<String, Object> document = new LinkedHashMap<>();
    private final Set<String> members = new LinkedHashSet<>();
    private final Set<String> before;

    /** Which elements of a multi-valued attribute an operation is about, and the element that the condition describes if it describes one. */
    record Choice(String text, Predicate<Map<String, Object>> condition, Optional<Map<String, Object>> seed) {}

    Draft(Map<String, Object> document, Collection<String> members) {
        document.forEach((name, value) -> this.document.put(name, copy(value)));
        this.members.addAll(members);
        this.before = Set.copyOf(members);
    }

    Draft() {
        this(Map.of(), Set.of());
    }

    Map<String, Object> document() {
        document.remove(ENTERPRISE, Map.of());
        return document;
    }

    Set<String> members() {
        return members;
    }

    void assign(String attribute, Object value) {
        Map<String, Object> holder = holder(attribute);
        if (value == null || value.equals(List.of()) || value.equals(Map.of())) {
            holder.remove(attribute);
        } else {
            holder.put(attribute, copy(value));
        }
    }

    /** Sub-attributes of a complex attribute; those that are not named stay. */
    void merge(String attribute, Map<String, Object> subs) {
        Map<String, Object> merged = map(holder(attribute).getOrDefault(attribute, Map.of()));
        assign(attribute, isLeftAfter(merged, subs) ? merged : null);
    }

    void replace(String attribute, List<Map<String, Object>> elements) {
        atMostOnePrimary(elements);
        set(attribute, elements);
    }

    void append(String attribute, List<Map<String, Object>> values) {
        atMostOnePrimary(values);
        List<Map<String, Object>> added = distinct(values);
        List<Map<String, Object>> elements = elements(attribute);
        if (added.stream().anyMatch(Draft::isPrimary)) {
            elements.forEach(Draft::demote);
        }
        elements.addAll(added);
        set(attribute, elements);
    }

    /** Sets sub-attributes of the chosen elements; makes the element that the condition describes where there is none. */
    void change(String attribute, Choice choice, Map<String, Object> subs) {
        List<Map<String, Object>> elements = elements(attribute);
        List<Map<String, Object>> chosen =
                new ArrayList<>(elements.stream().filter(choice.condition).toList());
        boolean removal = subs.values().stream().allMatch(Objects::isNull);
        if (chosen.isEmpty() && removal) {
            return;
        }
        if (chosen.isEmpty()) {
            chosen.add(map(choice.seed.orElseThrow(() -> Refusal.of("400 noTarget"))));
            elements.add(chosen.getFirst());
        }
        for (Map<String, Object> element : chosen) {
            if (!isLeftAfter(element, subs)) {
                elements.removeIf(other -> other == element);
            }
        }
        if (Boolean.TRUE.equals(subs.get("primary"))) {
            elements.stream().filter(other -> other != chosen.getFirst()).forEach(Draft::demote);
        }
        set(attribute, elements);
    }

    void remove(String attribute, Predicate<Map<String, Object>> condition) {
        List<Map<String, Object>> elements = elements(attribute);
        elements.removeIf(condition);
        set(attribute, elements);
    }

    /** Takes away the elements of these values, of whatever type where a value says none. */
    void removeValues(String attribute, List<Map<String, Object>> values) {
        remove(
                attribute,
                element -> values.stream()
                        .anyMatch(value -> same(value.get("value"), element.get("value"))
                                && (!value.containsKey("type") || same(value.get("type"), element.get("type")))));
    }

    void join(Collection<String> ids) {
        members.addAll(ids);
    }

    /** Whether it has members now that it did not have before the request. */
    boolean hasNewMembers() {
        return !before.containsAll(members);
    }

    void leave(Collection<String> ids) {
        members.removeAll(ids);
    }

    void become(Collection<String> ids) {
        members.clear();
        join(ids);
    }

    static boolean same(Object one, Object other) {
        return one instanceof String text && other instanceof String again
                ? lower(text).equals(lower(again))
                : Objects.equals(one, other);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private void set(String attribute, List<Map<String, Object>> elements) {
        assign(attribute, distinct(elements));
    }

    /** Values once each by type and value, without regard to case; what a later one says beside them is kept. */
    private static List<Map<String, Object>> distinct(List<Map<String, Object>> elements) {
        Map<Object, Map<String, Object>> distinct = new LinkedHashMap<>();
        for (Map<String, Object> element : elements) {
            Map<String, Object> known = distinct.putIfAbsent(identity(element), map(element));
            if (known != null) {
                Map<String, Object> more = map(element);
                more.keySet().removeAll(Set.of("type", "value"));
                known.putAll(more);
            }
        }
        return new ArrayList<>(distinct.values());
    }

    private static Object identity(Map<String, Object> element) {
        if (element.containsKey("value")) {
            return List.of(lower((String) element.getOrDefault("type", "")), lower((String) element.get("value")));
        }
        Map<String, Object> rest = map(element);
        rest.remove("primary");
        return rest;
    }

    private static boolean isLeftAfter(Map<String, Object> element, Map<String, Object> subs) {
        boolean refersElsewhere = subs.containsKey("value") && !Objects.equals(subs.get("value"), element.get("value"));
        if (refersElsewhere && !subs.containsKey("$ref")) {
            element.remove("$ref");
        }
        subs.forEach((sub, value) -> {
            if (value == null) {
                element.remove(sub);
            } else {
                element.put(sub, value);
            }
        });
        return subs.values().stream().noneMatch(Objects::isNull) || !LABELS.containsAll(element.keySet());
    }

    private static void atMostOnePrimary(List<Map<String, Object>> elements) {
        if (elements.stream().filter(Draft::isPrimary).count() > 1) {
            throw Refusal.of("400 invalidValue");
        }
    }

    private static boolean isPrimary(Map<String, Object> element) {
        return Boolean.TRUE.equals(element.get("primary"));
    }

    private static void demote(Map<String, Object> element) {
        element.replace("primary", true, false);
    }

    private Map<String, Object> holder(String attribute) {
        if (!EXTENDED.contains(attribute)) {
            return document;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> extension =
                (Map<String, Object>) document.computeIfAbsent(ENTERPRISE, urn -> new LinkedHashMap<String, Object>());
        return extension;
    }

    private List<Map<String, Object>> elements(String attribute) {
        List<Map<String, Object>> elements = new ArrayList<>();
        ((List<?>) document.getOrDefault(attribute, List.of())).forEach(element -> elements.add(map(element)));
        return elements;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) copy(value);
    }

    private static Object copy(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((name, inner) -> copy.put(name, copy(inner)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(inner -> copy.add(copy(inner)));
                yield copy;
            }
            default -> value;
        };
    }
}
