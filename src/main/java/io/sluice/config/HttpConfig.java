package io.sluice.config;

/**
 * The SCIM and token endpoint.
 *
 * @param maxCount the most resources of one page
 */
public record HttpConfig(Endpoint endpoint, PublicUrl publicUrl, int maxCount) {}
