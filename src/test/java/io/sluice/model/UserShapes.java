package io.sluice.model;

import io.sluice.Dice;
import io.sluice.model.Words.Spelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Operations on what a user has once: both dialects of Entra, Okta's, and those of the RFC. */
final class UserShapes {
    private static final List<String> TEXTS = List.of(
            "userName",
            "displayName",
            "title",
            "nickName",
            "externalId",
            "name.givenName",
            "name.familyName",
            "name.formatted",
            "employeeNumber",
            "department");

    private final Dice dice;
    private final Words words;

    UserShapes(Dice dice) {
        this.dice = dice;
        this.words = new Words(dice);
    }

    Operation operation() {
        String set = words.op(dice.pick("add", "replace"));
        return switch (dice.below(12)) {
            case 0, 1, 2 -> text(set);
            case 3 -> active(set);
            case 4 -> unassigned();
            case 5 -> removed();
            case 6 -> name(set);
            case 7, 8 -> manager(set);
            default -> pathless(set);
        };
    }

    private Operation text(String op) {
        String attribute = dice.pick(TEXTS);
        String value = words.text(attribute);
        Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put("$ref", null);
        wrapped.put("value", value);
        return Operation.of(
                op,
                words.path("User", attribute),
                dice.oneIn(8) ? List.of(wrapped) : value,
                draft -> set(draft, attribute, value));
    }

    private Operation active(String op) {
        Spelled flag = words.flag();
        return Operation.of(
                op, words.path("User", "active"), flag.sent(), draft -> draft.assign("active", flag.meant()));
    }

    private Operation unassigned() {
        String attribute = dice.oneIn(8) ? "active" : dice.pick(TEXTS);
        return Operation.of(
                words.op("replace"),
                words.path("User", attribute),
                dice.oneIn(2) ? null : "",
                draft -> set(draft, attribute, null));
    }

    private Operation removed() {
        String attribute = dice.oneIn(4) ? dice.pick("active", "name", "manager") : dice.pick(TEXTS);
        return Operation.remove(
                words.op("remove"), words.path("User", attribute), draft -> set(draft, attribute, null));
    }

    private Operation name(String op) {
        Map<String, Object> subs = new LinkedHashMap<>(Map.of("givenName", words.text("x")));
        if (dice.oneIn(2)) {
            subs.put("familyName", words.text("x"));
        }
        return Operation.of(op, words.path("User", "name"), subs, draft -> draft.merge("name", subs));
    }

    private Operation manager(String op) {
        String id = dice.pick("2819c223-7f76-453a-919d-413861904646", "m2", "M2");
        Map<String, Object> value = Map.of("value", id);
        Map<String, Object> withReference = Map.of("value", id, "$ref", "http://x.org/Users/" + id);
        String path = words.path("User", "manager");
        Map<String, Object> nothing = new LinkedHashMap<>();
        nothing.put("value", null);
        return switch (dice.below(6)) {
            case 0 -> Operation.of(op, path, value, draft -> draft.merge("manager", value));
            case 1 -> Operation.of(op, path, List.of(withReference), draft -> draft.merge("manager", withReference));
            case 2 -> Operation.of(words.op("replace"), path, "", draft -> draft.assign("manager", null));
            case 3 ->
                Operation.of(words.op("replace"), path, Map.of("value", ""), draft -> draft.merge("manager", nothing));
            default -> Operation.of(op, path, id, draft -> draft.merge("manager", value));
        };
    }

    /** Names inside the value are paths: nested, dotted, with their URN, even with a filter. */
    private Operation pathless(String op) {
        Map<String, Object> value = new LinkedHashMap<>();
        List<Consumer<Draft>> effects = new ArrayList<>();
        boolean adds = Draft.lower(op).equals("add");
        for (int more = 1 + dice.below(3); more > 0; more--) {
            attribute(adds, value, effects);
        }
        if (dice.oneIn(5)) {
            value.put(dice.pick("nickNames", "urn:x:2.0:User:y", "password"), "x");
        }
        return Operation.pathless(op, value, draft -> effects.forEach(effect -> effect.accept(draft)));
    }

    private void attribute(boolean adds, Map<String, Object> value, List<Consumer<Draft>> effects) {
        String attribute = dice.pick(TEXTS);
        String text = words.text(attribute);
        switch (dice.below(8)) {
            case 0 -> {
                Map<String, Object> subs = Map.of("familyName", text);
                put(value, "name", subs, draft -> draft.merge("name", subs), effects);
            }
            case 1 -> {
                Map<String, Object> extension =
                        Map.of("department", text, "manager", dice.oneIn(2) ? "m2" : Map.of("value", "m2"));
                put(
                        value,
                        Draft.ENTERPRISE,
                        extension,
                        draft -> {
                            draft.assign("department", text);
                            draft.merge("manager", Map.of("value", "m2"));
                        },
                        effects);
            }
            case 2 -> {
                Spelled element = words.element("emails");
                put(value, "emails", List.of(element.sent()), draft -> emails(adds, draft, element), effects);
            }
            case 3 -> {
                Draft.Choice work = ListShapes.ofType("work");
                put(
                        value,
                        "emails[" + work.text() + "].value",
                        "w@x.org",
                        draft -> draft.change("emails", work, Map.of("value", "w@x.org")),
                        effects);
            }
            case 4 -> {
                Spelled flag = words.flag();
                put(value, "active", flag.sent(), draft -> draft.assign("active", flag.meant()), effects);
            }
            default -> put(value, words.path("User", attribute), text, draft -> set(draft, attribute, text), effects);
        }
    }

    @SuppressWarnings("unchecked")
    private static void emails(boolean adds, Draft draft, Spelled element) {
        List<Map<String, Object>> list = List.of((Map<String, Object>) element.meant());
        if (adds) {
            draft.append("emails", list);
        } else {
            draft.replace("emails", list);
        }
    }

    /** A name that is there already in whatever case stays what it is: a body that names one attribute twice is another case. */
    private static void put(
            Map<String, Object> value,
            String name,
            Object sent,
            Consumer<Draft> effect,
            List<Consumer<Draft>> effects) {
        if (value.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            value.put(name, sent);
            effects.add(effect);
        }
    }

    private static void set(Draft draft, String path, Object value) {
        List<String> names = Arrays.asList(path.split("\\.", -1));
        if (names.size() == 1) {
            draft.assign(path, value);
            return;
        }
        Map<String, Object> sub = new LinkedHashMap<>();
        sub.put(names.getLast(), value);
        draft.merge(names.getFirst(), sub);
    }
}
