package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * The attributes that Entra's default mapping fills, named as its PATCH paths name them. A path is also where a resource has the value. Upper
 * case where Entra has it: attribute names are the same whatever their case.
 */
public enum UserAttribute {
    USER_NAME("userName"),
    EXTERNAL_ID("externalId"),
    ACTIVE("active"),
    DISPLAY_NAME("displayName"),
    TITLE("title"),
    PREFERRED_LANGUAGE("preferredLanguage"),
    GIVEN_NAME("name.givenName"),
    FAMILY_NAME("name.familyName"),
    FORMATTED_NAME("name.formatted"),
    WORK_MAIL("emails[type eq \"work\"].value"),
    WORK_PHONE("phoneNumbers[type eq \"work\"].value"),
    STREET("addresses[type eq \"work\"].streetAddress"),
    LOCALITY("addresses[type eq \"work\"].locality"),
    POSTAL_CODE("addresses[type eq \"work\"].postalCode"),
    OFFICE("addresses[type eq \"other\"].Formatted"),
    EMPLOYEE_NUMBER(Schemas.ENTERPRISE + ":employeeNumber"),
    DEPARTMENT(Schemas.ENTERPRISE + ":department");

    private static final String TYPE_IS = "[type eq \"";

    private final String path;
    /** What holds the value: a complex attribute, a list or an extension; empty for the resource itself. */
    private final String container;
    /** The type of the list's element; empty where there is no list. */
    private final String type;

    private final String name;

    UserAttribute(String path) {
        this.path = path;
        int list = path.indexOf('[');
        int end = path.startsWith("urn:") ? path.lastIndexOf(':') : path.lastIndexOf('.');
        this.container = path.substring(0, list >= 0 ? list : Math.max(end, 0));
        this.type = list >= 0 ? path.substring(list + TYPE_IS.length(), path.lastIndexOf('"')) : "";
        this.name = path.substring(end + 1);
    }

    public String path() {
        return path;
    }

    /** Whether the path chooses an element of a list; then it keeps its path in either dialect. */
    boolean isValuePath() {
        return !type.isEmpty();
    }

    /** The value as text, empty where the resource has none. */
    String read(JsonNode resource) {
        JsonNode holder = container.isEmpty() ? resource : resource.path(container);
        if (isValuePath()) {
            holder = element(holder);
        }
        JsonNode value = holder.path(name);
        if (value.isMissingNode()) {
            value = holder.path(name.toLowerCase(Locale.ROOT));
        }
        return value.isNull() ? "" : value.asText();
    }

    void write(ObjectNode resource, String value) {
        ObjectNode holder =
                container.isEmpty() ? resource : isValuePath() ? made(resource) : resource.withObject("/" + container);
        if (this == ACTIVE) {
            holder.put(name, Boolean.parseBoolean(value));
        } else {
            holder.put(name, value);
        }
    }

    private JsonNode element(JsonNode list) {
        for (JsonNode element : list) {
            if (element.path("type").asText().equalsIgnoreCase(type)) {
                return element;
            }
        }
        return list.path(0).path("");
    }

    private ObjectNode made(ObjectNode resource) {
        return element(resource.path(container)) instanceof ObjectNode present
                ? present
                : resource.withArray("/" + container).addObject().put("type", type);
    }
}
