package io.sluice.config;

/** The administration API; without a token it is closed, and its port stays unbound. */
public record AdminConfig(Endpoint endpoint, TokenSource token) {}
