package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** A user's mapped attributes at one time. An attribute without a value is not in the map: Entra never sends an empty one. */
public record Person(Map<UserAttribute, String> values) {
    public Person {
        EnumMap<UserAttribute, String> copy = new EnumMap<>(UserAttribute.class);
        copy.putAll(values);
        copy.values().removeIf(String::isEmpty);
        values = Collections.unmodifiableMap(copy);
    }

    static Person read(JsonNode resource) {
        EnumMap<UserAttribute, String> values = new EnumMap<>(UserAttribute.class);
        for (UserAttribute attribute : UserAttribute.values()) {
            values.put(attribute, attribute.read(resource));
        }
        return new Person(values);
    }

    public String get(UserAttribute attribute) {
        return values.getOrDefault(attribute, "");
    }

    public boolean isActive() {
        return Boolean.parseBoolean(get(UserAttribute.ACTIVE));
    }

    public Person with(UserAttribute attribute, String value) {
        EnumMap<UserAttribute, String> changed = new EnumMap<>(UserAttribute.class);
        changed.putAll(values);
        changed.put(attribute, value);
        return new Person(changed);
    }

    /** What of {@code after} is other than here. */
    Map<UserAttribute, String> changesTo(Person after) {
        EnumMap<UserAttribute, String> changes = new EnumMap<>(UserAttribute.class);
        after.values.forEach((attribute, value) -> {
            if (!value.equals(get(attribute))) {
                changes.put(attribute, value);
            }
        });
        return changes;
    }

    /** The body of the POST that creates the user. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(Schemas.USER).add(Schemas.ENTERPRISE);
        values.forEach((attribute, value) -> attribute.write(body, value));
        body.putObject("meta").put("resourceType", "User");
        body.putArray("roles");
        return body;
    }
}
