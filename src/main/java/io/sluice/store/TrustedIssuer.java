package io.sluice.store;

/** An issuer that a client trusts. */
public record TrustedIssuer(ClientProof proof, IssuerPins pins) {}
