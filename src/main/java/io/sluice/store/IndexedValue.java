package io.sluice.store;

import java.util.Optional;

/**
 * One row of {@code search_value}. A document has at least one of each indexed attribute of its type; those of one attribute stand in order,
 * the one that the resource is sorted by first.
 *
 * @param attribute the code of an {@link IndexedAttribute} or of a {@link io.sluice.schema.MatchingAttribute}
 * @param elementType the normalised {@code type} of the multi-valued element, empty where there is none
 * @param value normalised by {@link io.sluice.scim.Normaliser} where the attribute is not caseExact; empty where the document has none
 */
public record IndexedValue(int attribute, String elementType, Optional<String> value) {
    public IndexedValue(IndexedAttribute attribute, String elementType, Optional<String> value) {
        this(attribute.code(), elementType, value);
    }
}
