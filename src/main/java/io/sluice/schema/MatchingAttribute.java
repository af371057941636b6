package io.sluice.schema;

/**
 * An attribute that a tenant declared to match by.
 *
 * @param code under which its values are indexed
 * @param path with the schema's letters, the sub-attribute named where there is one
 * @param ready whether every resource's values are in the index; until then they are written there and not asked for
 */
public record MatchingAttribute(int code, AttributePath path, boolean ready) {}
