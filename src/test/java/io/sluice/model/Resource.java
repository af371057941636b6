package io.sluice.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** A resource of the model. When it was made and changed only the gateway knows; that must be told the same ever after. */
final class Resource {
    private final String type;
    private final String id;
    private final NavigableMap<Long, String> modified = new TreeMap<>();
    private String created = "";
    private long version = 1;
    private Map<String, Object> document;
    private Set<String> members;

    Resource(String type, String id, Draft draft) {
        this.type = type;
        this.id = id;
        this.document = draft.document();
        this.members = draft.members();
    }

    String type() {
        return type;
    }

    String id() {
        return id;
    }

    long version() {
        return version;
    }

    String entityTag() {
        return "W/\"" + version + "\"";
    }

    Set<String> members() {
        return members;
    }

    Map<String, Object> document() {
        return document;
    }

    /** The attribute of that name, of the enterprise extension too; null where there is none. */
    Object get(String attribute) {
        Map<?, ?> extension = (Map<?, ?>) document.getOrDefault(Draft.ENTERPRISE, Map.of());
        Object value = extension.get(attribute);
        return value == null ? document.get(attribute) : value;
    }

    /** By what it is unique. */
    String name() {
        return (String) document.get(type.equals("User") ? "userName" : "displayName");
    }

    Draft draft() {
        return new Draft(document, members);
    }

    /** The version counts what changes. */
    void take(Draft draft) {
        if (!draft.document().equals(document) || !draft.members().equals(members)) {
            version++;
            document = draft.document();
            members = draft.members();
        }
    }

    void lose(String member) {
        if (members.remove(member)) {
            version++;
        }
    }

    /** Takes {@code lastModified} out of an answer's meta and holds it to what was told before; returns {@code created}. */
    String checkMoments(Map<String, Object> meta) {
        String last = (String) meta.remove("lastModified");
        String madeAt = (String) meta.get("created");
        if (created.isEmpty()) {
            created = madeAt;
        }
        Map.Entry<Long, String> before = modified.floorEntry(version);
        boolean consistent = before == null
                ? last.compareTo(created) >= 0
                : before.getKey() == version ? last.equals(before.getValue()) : last.compareTo(before.getValue()) >= 0;
        if (!consistent) {
            throw new AssertionError("lastModified is " + last + ", was " + modified + ", created " + created);
        }
        modified.put(version, last);
        return created;
    }

    @Override
    public String toString() {
        return new LinkedHashMap<>(Map.of("id", id, "version", version, "document", document, "members", members))
                .toString();
    }
}
