package io.sluice.loadtest.entra;

/**
 * How much an initial cycle brings.
 *
 * @param largest members of the first team
 * @param memberships in all other teams together
 */
public record Size(int people, int teams, int largest, int memberships) {}
