package io.sluice.config;

/** The SCIM and token endpoint. */
public record HttpConfig(Endpoint endpoint, PublicUrl publicUrl) {}
