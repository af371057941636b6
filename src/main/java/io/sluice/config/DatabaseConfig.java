package io.sluice.config;

import java.nio.file.Path;

/** The database behind the gateway. */
public sealed interface DatabaseConfig {

    /** One that comes along and keeps its files in {@code directory}. */
    record Embedded(Path directory) implements DatabaseConfig {}

    /**
     * A server of one's own.
     *
     * @param serving the role that serves requests; it should own nothing
     * @param owner the role that owns the schema, used by {@code migrate} alone
     * @param mayLose whether it may be one that loses acknowledged writes in a crash
     */
    record External(ServerUrl serving, ServerUrl owner, boolean mayLose) implements DatabaseConfig {}
}
