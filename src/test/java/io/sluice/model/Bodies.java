package io.sluice.model;

import io.sluice.Dice;
import io.sluice.model.Words.Spelled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whole resources as clients send them in POST and PUT. */
final class Bodies {
    private static final List<String> TEXTS =
            List.of("externalId", "displayName", "title", "nickName", "employeeNumber", "department");

    private final Dice dice;
    private final Words words;
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<Consumer<Draft>> meaning = new ArrayList<>();

    Bodies(Dice dice) {
        this.dice = dice;
        this.words = new Words(dice);
    }

    /** The JSON, and what it says, to be applied to an empty draft. */
    record Body(Map<String, Object> json, List<Consumer<Draft>> meaning) {}

    Body user() {
        if (dice.oneIn(2)) {
            json.put("schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:User", Draft.ENTERPRISE));
        }
        name("userName", words.text("userName"));
        TEXTS.stream().filter(name -> dice.oneIn(3)).forEach(this::text);
        if (dice.oneIn(2)) {
            Spelled flag = words.flag();
            put("active", flag.sent());
            meaning.add(draft -> draft.assign("active", flag.meant()));
        }
        if (dice.oneIn(2)) {
            Map<String, Object> name = Map.of("givenName", words.text("x"), "familyName", words.text("x"));
            put("name", name);
            meaning.add(draft -> draft.merge("name", name));
        }
        list("emails");
        list("roles");
        manager();
        noise(Map.of(
                "password",
                "secret",
                "groups",
                List.of(),
                "nickNames",
                "x",
                "id",
                "1",
                "meta",
                Map.of("version", "1")));
        return new Body(json, meaning);
    }

    Body group(Directory directory) {
        if (dice.oneIn(2)) {
            json.put(
                    "schemas",
                    List.of(
                            "urn:ietf:params:scim:schemas:core:2.0:Group",
                            "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"));
        }
        name("displayName", words.groupName());
        if (dice.oneIn(2)) {
            text("externalId");
        }
        if (dice.oneIn(2)) {
            List<String> ids = new ArrayList<>();
            directory.all().stream().filter(one -> dice.oneIn(2)).forEach(one -> ids.add(one.id()));
            if (dice.oneIn(15)) {
                ids.add(words.stranger());
            }
            json.put("members", ids.stream().map(id -> Map.of("value", id)).toList());
            meaning.add(draft -> draft.become(ids));
        }
        noise(Map.of("meta", Map.of("resourceType", "Group"), "mailNickname", "x"));
        return new Body(json, meaning);
    }

    private void name(String attribute, String value) {
        switch (dice.below(30)) {
            case 0 -> {}
            case 1 -> json.put(attribute, dice.pick("", " "));
            case 2 -> {
                json.put(attribute, value);
                json.put("title", List.of(true));
                json.put("externalId", Map.of("x", "y"));
                meaning.add(draft -> {
                    throw Refusal.of("400 invalidValue");
                });
            }
            default -> {
                put(attribute, value);
                meaning.add(draft -> draft.assign(attribute, value));
            }
        }
    }

    private void text(String attribute) {
        boolean extended = attribute.equals("employeeNumber") || attribute.equals("department");
        Object value = dice.oneIn(12) ? null : words.text(attribute);
        if (extended) {
            extension().put(attribute, value);
        } else if (!json.containsKey(attribute)) {
            put(attribute, value);
        } else {
            return;
        }
        meaning.add(draft -> draft.assign(attribute, value));
    }

    private void manager() {
        if (dice.oneIn(3)) {
            String id = words.stranger();
            extension().put("manager", dice.oneIn(2) ? id : Map.of("value", id));
            meaning.add(draft -> draft.merge("manager", Map.of("value", id)));
        }
    }

    @SuppressWarnings("unchecked")
    private void list(String attribute) {
        if (dice.oneIn(3)) {
            return;
        }
        List<Object> sent = new ArrayList<>();
        List<Map<String, Object>> meant = new ArrayList<>();
        for (int more = dice.below(4); more > 0; more--) {
            Spelled element = words.element(attribute);
            sent.add(element.sent());
            meant.add((Map<String, Object>) element.meant());
        }
        put(attribute, sent);
        meaning.add(draft -> draft.replace(attribute, meant));
    }

    /** What a server must pass over. */
    private void noise(Map<String, Object> names) {
        names.forEach((name, value) -> {
            if (dice.oneIn(6)) {
                json.put(name, value);
            }
        });
        if (dice.oneIn(10)) {
            json.put("addresses", null);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> extension() {
        return (Map<String, Object>) json.computeIfAbsent(Draft.ENTERPRISE, urn -> new LinkedHashMap<String, Object>());
    }

    private void put(String name, Object value) {
        json.put(
                dice.oneIn(12) ? dice.recased(name) : name,
                Optional.ofNullable(value).orElse(null));
    }
}
