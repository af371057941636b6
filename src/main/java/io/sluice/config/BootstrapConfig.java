package io.sluice.config;

/** The tenant that the start makes sure of; without a token there is none to make sure of, and the name means nothing. */
public record BootstrapConfig(String tenant, TokenSource token) {}
