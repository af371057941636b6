package io.sluice.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.Normaliser;
import io.sluice.scim.ScimProblem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Takes out of a canonical document what stands in columns and index rows of its own. */
public final class StoredDocuments {
    /** In bytes of UTF-8. A btree key has 2,704 at most, and tenant, type and id are in it too. */
    private static final int LONGEST_KEY = 2_400;

    private static final int LONGEST_ELEMENT_TYPE = 200;
    private static final String USER_NAME = "userName";
    private static final String DISPLAY_NAME = "displayName";
    private static final String EXTERNAL_ID = "externalId";

    private StoredDocuments() {}

    /** Refuses with 400 invalidValue, naming the attribute, a value too long for its index, and a document without its unique attribute. */
    public static StoredDocument of(ResourceType type, ObjectNode document) {
        String unique = uniqueAttribute(type);
        String name = document.path(unique).asText();
        if (name.isBlank()) {
            throw ScimProblem.invalidValue(unique + " is required.").exception();
        }
        return new StoredDocument(
                key(unique, Normaliser.key(name)),
                key(EXTERNAL_ID, document.path(EXTERNAL_ID).asText()),
                key(DISPLAY_NAME, document.path(DISPLAY_NAME).asText()),
                document.toString(),
                indexed(type, unique, document));
    }

    /** userName where the type has one, else displayName. */
    private static String uniqueAttribute(ResourceType type) {
        return type.core().attribute(USER_NAME).isPresent() ? USER_NAME : DISPLAY_NAME;
    }

    private static List<IndexedValue> indexed(ResourceType type, String unique, ObjectNode document) {
        // Values that differ in case only are one row.
        Set<IndexedValue> values = new LinkedHashSet<>();
        for (IndexedAttribute attribute : IndexedAttribute.values()) {
            Optional<ResolvedAttribute.Plain> plain = plain(type, attribute.path());
            if (plain.isPresent() && !attribute.path().name().equals(unique)) {
                collect(attribute, plain.get(), document, values);
            }
        }
        return List.copyOf(values);
    }

    private static Optional<ResolvedAttribute.Plain> plain(ResourceType type, AttributePath path) {
        return type.resolve(path)
                .filter(ResolvedAttribute.Plain.class::isInstance)
                .map(ResolvedAttribute.Plain.class::cast)
                .filter(plain -> plain.extension().equals(path.urn()));
    }

    private static void collect(
            IndexedAttribute attribute, ResolvedAttribute.Plain plain, ObjectNode document, Set<IndexedValue> values) {
        JsonNode holder = plain.extension().isEmpty() ? document : document.path(plain.extension());
        JsonNode value = holder.path(plain.attribute().name());
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            JsonNode leaf =
                    plain.sub().isPresent() ? element.path(plain.sub().get().name()) : element;
            if (leaf.isTextual()) {
                String path = attribute.path().toString();
                values.add(new IndexedValue(
                        attribute,
                        elementType(plain.attribute(), element),
                        key(path, normalised(attribute, plain.leaf(), leaf.textValue()))));
            }
        }
    }

    private static String elementType(AttributeDefinition definition, JsonNode element) {
        if (!definition.multiValued()) {
            return "";
        }
        String type = Normaliser.key(element.path("type").asText());
        return limited(definition.name() + ".type", type, LONGEST_ELEMENT_TYPE);
    }

    private static String normalised(IndexedAttribute attribute, AttributeDefinition definition, String value) {
        if (attribute == IndexedAttribute.MANAGER) {
            // The id of a resource, which has one form: lower case.
            return value.toLowerCase(Locale.ROOT);
        }
        return definition.caseExact() ? value : Normaliser.key(value);
    }

    private static String key(String attribute, String value) {
        return limited(attribute, value, LONGEST_KEY);
    }

    private static String limited(String attribute, String value, int most) {
        if (value.getBytes(StandardCharsets.UTF_8).length > most) {
            throw ScimProblem.invalidValue(attribute + " may be " + most + " bytes of UTF-8 long at most.")
                    .exception();
        }
        return value;
    }
}
