package io.sluice.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.AttributeDefinition;
import io.sluice.schema.AttributePath;
import io.sluice.schema.MatchingAttribute;
import io.sluice.schema.ResolvedAttribute;
import io.sluice.schema.ResourceType;
import io.sluice.scim.Json;
import io.sluice.scim.Normaliser;
import io.sluice.scim.ScimProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Takes out of a canonical document what stands in columns and index rows of its own. */
public final class StoredDocuments {
    /** In bytes of UTF-8. A btree key has 2,704 at most, and tenant, type and id are in it too. */
    private static final int LONGEST_KEY = 2_400;

    private static final int LONGEST_ELEMENT_TYPE = 200;
    private static final String DISPLAY_NAME = "displayName";
    private static final ObjectNode EMPTY = Json.MAPPER.createObjectNode();
    private static final String EXTERNAL_ID = "externalId";

    private StoredDocuments() {}

    /** Refuses with 400 invalidValue, naming the attribute, a value too long for its index, and a document without its unique attribute. */
    public static StoredDocument of(ResourceType type, ObjectNode document) {
        String unique = type.uniqueAttribute().map(AttributeDefinition::name).orElse("");
        return new StoredDocument(
                unique.isEmpty() ? UUID.randomUUID().toString() : uniqueKey(unique, document),
                key(EXTERNAL_ID, document.path(EXTERNAL_ID).asText()),
                key(DISPLAY_NAME, document.path(DISPLAY_NAME).asText()),
                document.toString(),
                indexed(type, unique, document),
                AttributeNames.differing(EMPTY, document));
    }

    private static String uniqueKey(String unique, ObjectNode document) {
        String name = document.path(unique).asText();
        if (name.isBlank()) {
            throw ScimProblem.invalidValue(unique + " is required.").exception();
        }
        return key(unique, Normaliser.key(name));
    }

    private static List<IndexedValue> indexed(ResourceType type, String unique, ObjectNode document) {
        // Values that differ in case only are one row.
        Set<IndexedValue> values = new LinkedHashSet<>();
        for (IndexedAttribute attribute : IndexedAttribute.values()) {
            Optional<ResolvedAttribute.Plain> plain = plain(type, attribute.path());
            if (plain.isPresent() && !attribute.path().name().equals(unique)) {
                AttributeDefinition leaf = plain.get().leaf();
                collect(attribute.code(), plain.get(), document, value -> normalised(attribute, leaf, value), values);
            }
        }
        type.matching().forEach(attribute -> values.addAll(values(type, attribute, document)));
        return List.copyOf(values);
    }

    /** Whether any of these {@link AttributeNames} has values in the index. */
    public static boolean areIndexed(ResourceType type, Collection<String> names) {
        return Stream.concat(
                        Arrays.stream(IndexedAttribute.values()).map(IndexedAttribute::path),
                        type.matching().stream().map(MatchingAttribute::path))
                .map(path -> path.urn().isEmpty() ? path.name() : path.urn() + ':' + path.name())
                .anyMatch(names::contains);
    }

    /** What stands in the index for the document's values of a matching attribute. */
    public static List<IndexedValue> values(ResourceType type, MatchingAttribute attribute, JsonNode document) {
        Set<IndexedValue> values = new LinkedHashSet<>();
        plain(type, attribute.path())
                .ifPresent(plain -> collect(
                        attribute.code(),
                        plain,
                        document,
                        value -> MatchingAttributes.key(plain.leaf(), value),
                        values));
        return List.copyOf(values);
    }

    private static Optional<ResolvedAttribute.Plain> plain(ResourceType type, AttributePath path) {
        return type.resolve(path)
                .filter(ResolvedAttribute.Plain.class::isInstance)
                .map(ResolvedAttribute.Plain.class::cast)
                .filter(plain -> plain.extension().equals(path.urn()));
    }

    /** In order, and one without a value where there is none. */
    private static void collect(
            int code,
            ResolvedAttribute.Plain plain,
            JsonNode document,
            Function<JsonNode, Optional<String>> normalised,
            Set<IndexedValue> values) {
        int before = values.size();
        JsonNode holder = plain.extension().isEmpty() ? document : document.path(plain.extension());
        JsonNode value = holder.path(plain.attribute().name());
        for (JsonNode element : value.isArray() ? primaryFirst(value) : List.of(value)) {
            JsonNode leaf =
                    plain.sub().isPresent() ? element.path(plain.sub().get().name()) : element;
            normalised
                    .apply(leaf)
                    .ifPresent(found -> values.add(new IndexedValue(
                            code,
                            elementType(plain.attribute(), element),
                            Optional.of(key(plain.path().toString(), found)))));
        }
        if (values.size() == before) {
            values.add(new IndexedValue(code, "", Optional.empty()));
        }
    }

    /** What is sorted by comes first: the primary value, or else the first (RFC 7644 section 3.4.2.3). */
    private static List<JsonNode> primaryFirst(JsonNode elements) {
        List<JsonNode> ordered = new ArrayList<>(elements.size());
        elements.forEach(ordered::add);
        ordered.sort(Comparator.comparing(element -> !element.path("primary").asBoolean()));
        return ordered;
    }

    private static String elementType(AttributeDefinition definition, JsonNode element) {
        if (!definition.multiValued()) {
            return "";
        }
        String type = Normaliser.key(element.path("type").asText());
        return limited(definition.name() + ".type", type, LONGEST_ELEMENT_TYPE);
    }

    private static Optional<String> normalised(
            IndexedAttribute attribute, AttributeDefinition definition, JsonNode value) {
        if (!value.isTextual()) {
            return Optional.empty();
        }
        if (attribute == IndexedAttribute.MANAGER) {
            // The id of a resource, which has one form: lower case.
            return Optional.of(value.textValue().toLowerCase(Locale.ROOT));
        }
        return Optional.of(definition.caseExact() ? value.textValue() : Normaliser.key(value.textValue()));
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
