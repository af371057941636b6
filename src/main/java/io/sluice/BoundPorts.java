package io.sluice;

/**
 * The ports that the servers got.
 *
 * @param admin 0 where the administration API is closed
 */
record BoundPorts(int http, int management, int admin) {}
