package io.sluice.store;

/**
 * How far a job is.
 *
 * @param done how many of its operations have a result
 */
public record JobState(int operations, int done, boolean finished) {}
