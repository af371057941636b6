package io.sluice.model;

import io.sluice.Dice;
import io.sluice.model.Draft.Choice;
import io.sluice.model.Words.Spelled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Operations on the multi-valued attributes of a user. */
final class ListShapes {
    private final Dice dice;
    private final Words words;
    private final String attribute;

    ListShapes(Dice dice) {
        this.dice = dice;
        this.words = new Words(dice);
        this.attribute = dice.pick("emails", "emails", "roles");
    }

    static Choice ofType(String type) {
        return new Choice("type eq \"" + type + "\"", holds("type", type), Optional.of(Map.of("type", type)));
    }

    Operation operation() {
        String path = words.path("User", attribute);
        Choice choice = choice();
        String chosen = path + "[" + choice.text() + "]";
        return switch (dice.below(11)) {
            case 0, 1 -> added(path);
            case 2 -> replaced(path);
            case 3 -> removed(path);
            case 4, 5, 6 -> changed(chosen, choice);
            case 7 -> unassigned(chosen, choice);
            case 8 ->
                Operation.remove(words.op("remove"), chosen, draft -> draft.remove(attribute, choice.condition()));
            case 9 -> exchanged(chosen, choice);
            default -> removedIfEqual(chosen, choice);
        };
    }

    private Operation added(String path) {
        List<Spelled> elements = elements(1);
        Object sent = elements.size() == 1 && dice.oneIn(2)
                ? elements.getFirst().sent()
                : elements.stream().map(Spelled::sent).toList();
        return Operation.of(words.op("add"), path, sent, draft -> draft.append(attribute, meant(elements)));
    }

    private Operation replaced(String path) {
        List<Spelled> elements = elements(0);
        return Operation.of(
                words.op("replace"),
                path,
                elements.isEmpty() && dice.oneIn(2)
                        ? null
                        : elements.stream().map(Spelled::sent).toList(),
                draft -> draft.replace(attribute, meant(elements)));
    }

    private Operation removed(String path) {
        if (dice.oneIn(4)) {
            return Operation.remove(words.op("remove"), path, draft -> draft.assign(attribute, null));
        }
        List<Map<String, Object>> values = new ArrayList<>();
        for (int more = 1 + dice.below(2); more > 0; more--) {
            values.add(
                    dice.oneIn(2)
                            ? Map.of("value", words.text("value"))
                            : Map.of("value", words.text("value"), "type", words.text("type")));
        }
        return Operation.of(words.op("remove"), path, values, draft -> draft.removeValues(attribute, values));
    }

    private Operation changed(String chosen, Choice choice) {
        String sub = dice.pick("value", "value", "display", "primary");
        Spelled value = sub.equals("primary") ? words.flag() : same(words.text(sub));
        return Operation.of(
                words.op(dice.pick("add", "replace")),
                chosen + "." + (dice.oneIn(6) ? dice.recased(sub) : sub),
                value.sent(),
                draft -> draft.change(attribute, choice, Map.of(sub, value.meant())));
    }

    private Operation unassigned(String chosen, Choice choice) {
        String sub = dice.pick("value", "display", "primary");
        Map<String, Object> nothing = new LinkedHashMap<>();
        nothing.put(sub, null);
        return dice.oneIn(2)
                ? Operation.remove(
                        words.op("remove"), chosen + "." + sub, draft -> draft.change(attribute, choice, nothing))
                : Operation.of(
                        words.op("replace"),
                        chosen + "." + sub,
                        dice.oneIn(2) ? null : "",
                        draft -> draft.change(attribute, choice, nothing));
    }

    /** A whole element, every sub-attribute of it given. */
    private Operation exchanged(String chosen, Choice choice) {
        Spelled flag = words.flag();
        Map<String, Object> meant = new LinkedHashMap<>();
        List.of("value", "type", "display").forEach(sub -> meant.put(sub, words.text(sub)));
        Map<String, Object> sent = new LinkedHashMap<>(meant);
        sent.put("primary", flag.sent());
        meant.put("primary", flag.meant());
        return Operation.of(words.op("replace"), chosen, sent, draft -> draft.change(attribute, choice, meant));
    }

    /** Entra names the value that it wants gone; another one stays. */
    private Operation removedIfEqual(String chosen, Choice choice) {
        String value = words.text("value");
        Map<String, Object> nothing = new LinkedHashMap<>();
        nothing.put("value", null);
        Choice narrowed = new Choice("", choice.condition().and(holds("value", value)), Optional.empty());
        return Operation.of(
                words.op("remove"), chosen + ".value", value, draft -> draft.change(attribute, narrowed, nothing));
    }

    private Choice choice() {
        String type = words.text("type");
        String value = words.text("value");
        Predicate<Map<String, Object>> ofType = holds("type", type);
        String flag = dice.pick("true", "\"True\"");
        return switch (dice.below(9)) {
            case 0 ->
                new Choice("value eq \"" + value + "\"", holds("value", value), Optional.of(Map.of("value", value)));
            case 1 ->
                new Choice(
                        "type eq \"" + type + "\" and value eq \"" + value + "\"",
                        ofType.and(holds("value", value)),
                        Optional.of(Map.of("type", type, "value", value)));
            case 2 -> new Choice("primary eq " + flag, holds("primary", true), Optional.of(Map.of("primary", true)));
            case 3 ->
                new Choice(
                        "type eq \"home\" or value co \"X.org\"",
                        holds("type", "home").or(has("x.org")),
                        Optional.empty());
            case 4 -> new Choice("not (type eq \"" + type + "\")", ofType.negate(), Optional.empty());
            default -> ofType(type);
        };
    }

    private List<Spelled> elements(int least) {
        List<Spelled> elements = new ArrayList<>();
        for (int more = least + dice.below(3); more > 0; more--) {
            elements.add(words.element(attribute));
        }
        return elements;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> meant(List<Spelled> elements) {
        return elements.stream()
                .map(element -> (Map<String, Object>) element.meant())
                .toList();
    }

    private static Spelled same(Object value) {
        return new Spelled(value, value);
    }

    private static Predicate<Map<String, Object>> holds(String sub, Object value) {
        return element -> Draft.same(element.get(sub), value);
    }

    private static Predicate<Map<String, Object>> has(String part) {
        return element ->
                element.get("value") instanceof String text && Draft.lower(text).contains(part);
    }
}
