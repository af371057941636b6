package io.sluice.schema;

/** The limits that discovery announces. {@code maxResults} is the largest page of a list, in resources. */
public record ServiceLimits(int maxResults) {}
