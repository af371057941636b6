package io.sluice.store;

/**
 * One row of {@code search_value}.
 *
 * @param elementType the normalised {@code type} of the multi-valued element, empty where there is none
 * @param value normalised by {@link io.sluice.scim.Normaliser} where the attribute is not caseExact
 */
public record IndexedValue(IndexedAttribute attribute, String elementType, String value) {}
