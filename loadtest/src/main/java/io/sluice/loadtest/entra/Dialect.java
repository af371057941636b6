package io.sluice.loadtest.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The two ways in which Entra writes a PATCH: without and with {@code aadOptscim062020} in the Tenant URL. */
public enum Dialect {
    /** Capital operations, one for each attribute, booleans as text, {@code "$ref":null} in members. */
    DEFAULT {
        @Override
        void changes(ArrayNode operations, Person before, Map<UserAttribute, String> changes) {
            changes.forEach((attribute, value) -> operations
                    .addObject()
                    .put("op", before.get(attribute).isEmpty() ? "Add" : "Replace")
                    .put("path", attribute.path())
                    .put("value", attribute == UserAttribute.ACTIVE ? capital(value) : value));
        }

        @Override
        void manager(ArrayNode operations, String manager) {
            operations.addObject().put("op", "Add").put("path", Schemas.MANAGER).put("value", manager);
        }

        @Override
        void rename(ArrayNode operations, String displayName) {
            operations
                    .addObject()
                    .put("op", "Replace")
                    .put("path", "displayName")
                    .put("value", displayName);
        }

        @Override
        void add(ArrayNode operations, List<String> members) {
            members(operations.addObject().put("op", "Add"), members);
        }

        @Override
        void remove(ArrayNode operations, List<String> members) {
            members(operations.addObject().put("op", "Remove"), members);
        }

        private void members(ObjectNode operation, List<String> members) {
            ArrayNode values = operation.put("path", "members").putArray("value");
            members.forEach(member -> values.addObject().putNull("$ref").put("value", member));
        }

        private String capital(String value) {
            return Boolean.parseBoolean(value) ? "True" : "False";
        }
    },

    /** As RFC 7644 has it, with everything but value paths in one operation without a path whose keys are dotted and qualified. */
    COMPLIANT {
        @Override
        void changes(ArrayNode operations, Person before, Map<UserAttribute, String> changes) {
            ObjectNode together = JsonNodeFactory.instance.objectNode();
            changes.forEach((attribute, value) -> {
                if (attribute == UserAttribute.ACTIVE) {
                    together.put(attribute.path(), Boolean.parseBoolean(value));
                } else if (attribute.isValuePath()) {
                    operations
                            .addObject()
                            .put("op", "replace")
                            .put("path", attribute.path())
                            .put("value", value);
                } else {
                    together.put(attribute.path(), value);
                }
            });
            if (!together.isEmpty()) {
                operations.addObject().put("op", "replace").set("value", together);
            }
        }

        @Override
        void manager(ArrayNode operations, String manager) {
            operations
                    .addObject()
                    .put("op", "add")
                    .put("path", Schemas.MANAGER)
                    .putObject("value")
                    .put("value", manager);
        }

        @Override
        void rename(ArrayNode operations, String displayName) {
            operations.addObject().put("op", "replace").putObject("value").put("displayName", displayName);
        }

        @Override
        void add(ArrayNode operations, List<String> members) {
            ArrayNode values = operations
                    .addObject()
                    .put("op", "add")
                    .put("path", "members")
                    .putArray("value");
            members.forEach(member -> values.addObject().put("value", member));
        }

        @Override
        void remove(ArrayNode operations, List<String> members) {
            members.forEach(member ->
                    operations.addObject().put("op", "remove").put("path", "members[value eq \"" + member + "\"]"));
        }
    };

    abstract void changes(ArrayNode operations, Person before, Map<UserAttribute, String> changes);

    abstract void manager(ArrayNode operations, String manager);

    abstract void rename(ArrayNode operations, String displayName);

    abstract void add(ArrayNode operations, List<String> members);

    abstract void remove(ArrayNode operations, List<String> members);

    /** The body of a PATCH with what {@code write} puts into its operations. */
    static JsonNode patch(java.util.function.Consumer<ArrayNode> write) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(Schemas.PATCH);
        write.accept(body.putArray("Operations"));
        return body;
    }
}
