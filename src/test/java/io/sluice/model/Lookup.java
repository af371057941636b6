package io.sluice.model;

import io.sluice.Dice;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A filter as clients send it, and which resources it must find. */
record Lookup(String filter, Predicate<Resource> finds) {

    static Lookup of(Dice dice, String type, Directory directory) {
        Lookup one = type.equals(Directory.USER) ? user(dice, directory) : group(dice, directory);
        if (!dice.oneIn(5)) {
            return one;
        }
        Lookup other = type.equals(Directory.USER) ? user(dice, directory) : group(dice, directory);
        return switch (dice.below(3)) {
            case 0 -> new Lookup(one.filter + " and " + other.filter, one.finds.and(other.finds));
            case 1 -> new Lookup(one.filter + " or " + other.filter, one.finds.or(other.finds));
            default -> new Lookup("not (" + one.filter + ")", one.finds.negate());
        };
    }

    private static Lookup user(Dice dice, Directory directory) {
        Words words = new Words(dice);
        String text = words.text("x");
        String value = words.text("value");
        String type = words.text("type");
        return switch (dice.below(14)) {
            case 0, 1 -> equal(dice, "userName", words.text("userName"));
            case 2 -> exactly("externalId", text);
            case 3 ->
                new Lookup("emails[type eq \"" + type + "\"].value eq " + quoted(value), anyOf("emails", type, value));
            case 4 ->
                new Lookup(
                        "emails[type eq \"" + type + "\" and value eq " + quoted(value) + "]",
                        anyOf("emails", type, value));
            case 5 ->
                new Lookup(
                        dice.pick("emails.value", "emails") + " eq " + quoted(value),
                        any("emails", Map.of("value", value)));
            case 6 -> new Lookup("emails[primary eq true]", any("emails", Map.of("primary", true)));
            case 7 -> equal(dice, dice.pick("displayName", "title", "employeeNumber", "department"), text);
            case 8 -> new Lookup("active eq true", user -> Boolean.TRUE.equals(user.get("active")));
            case 9 ->
                part(
                        dice.pick("title", "displayName", "userName"),
                        dice.pick("co", "sw", "ew"),
                        dice.pick("B", "\u00e9", "%", "a", "N"));
            case 10 -> manager(dice);
            case 11 -> new Lookup("title pr", user -> user.get("title") != null);
            case 12 -> id(dice, Directory.USER, directory);
            default -> {
                String group = id(dice, directory, Directory.GROUP);
                yield new Lookup(
                        "groups.value eq " + quoted(group),
                        user -> directory.groupsOf(user.id()).stream()
                                .anyMatch(one -> one.id().equals(group)));
            }
        };
    }

    private static Lookup group(Dice dice, Directory directory) {
        Words words = new Words(dice);
        String member = id(dice, directory, dice.pick(Directory.USER, Directory.USER, Directory.GROUP));
        Predicate<Resource> has = group -> group.members().contains(member);
        return switch (dice.below(8)) {
            case 0, 1 -> equal(dice, "displayName", words.groupName());
            case 2 -> exactly("externalId", words.text("x"));
            case 3 -> new Lookup("members.value eq " + quoted(member), has);
            case 4 -> new Lookup("members[value eq " + quoted(member) + "]", has);
            case 5 -> new Lookup("members eq " + dice.pick(quoted(member), member), has);
            case 6 -> {
                String id = id(dice, directory, Directory.GROUP);
                yield new Lookup(
                        "id eq " + quoted(id) + " and members eq " + quoted(member),
                        has.and(group -> group.id().equals(id)));
            }
            default -> new Lookup("members pr", group -> !group.members().isEmpty());
        };
    }

    /** An id is the same in whatever case: Entra asks for it in upper case. */
    private static Lookup manager(Dice dice) {
        String id = dice.pick("m2", "2819c223-7f76-453a-919d-413861904646");
        return new Lookup(
                dice.pick("manager", Draft.ENTERPRISE + ":manager.value", "manager.value") + " eq " + quoted(id),
                user -> user.get("manager") instanceof Map<?, ?> manager && Draft.same(manager.get("value"), id));
    }

    private static Lookup id(Dice dice, String type, Directory directory) {
        String id = id(dice, directory, type);
        return new Lookup("id eq " + quoted(id), resource -> resource.id().equals(id));
    }

    private static String id(Dice dice, Directory directory, String type) {
        List<Resource> all = directory.all(type);
        return all.isEmpty() || dice.oneIn(10)
                ? new Words(dice).stranger()
                : dice.pick(all).id();
    }

    private static Lookup equal(Dice dice, String attribute, String value) {
        return new Lookup(
                (dice.oneIn(4) ? dice.recased(attribute) : attribute) + dice.pick(" eq ", " EQ ") + quoted(value),
                resource -> Draft.same(resource.get(attribute), value));
    }

    private static Lookup exactly(String attribute, String value) {
        return new Lookup(attribute + " eq " + quoted(value), resource -> value.equals(resource.get(attribute)));
    }

    private static Lookup part(String attribute, String operator, String part) {
        String lower = Draft.lower(part);
        return new Lookup(attribute + " " + operator + " " + quoted(part), resource -> {
            if (!(resource.get(attribute) instanceof String text)) {
                return false;
            }
            String held = Draft.lower(text);
            return switch (operator) {
                case "sw" -> held.startsWith(lower);
                case "ew" -> held.endsWith(lower);
                default -> held.contains(lower);
            };
        });
    }

    private static Predicate<Resource> anyOf(String attribute, String type, String value) {
        return any(attribute, Map.of("type", type, "value", value));
    }

    private static Predicate<Resource> any(String attribute, Map<String, Object> subs) {
        return resource -> resource.get(attribute) instanceof List<?> elements
                && elements.stream()
                        .map(element -> (Map<?, ?>) element)
                        .anyMatch(element -> subs.entrySet().stream()
                                .allMatch(sub -> Draft.same(element.get(sub.getKey()), sub.getValue())));
    }

    private static String quoted(String text) {
        return Json.encode(text);
    }
}
