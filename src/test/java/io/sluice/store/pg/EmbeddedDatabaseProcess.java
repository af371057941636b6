package io.sluice.store.pg;

import java.nio.file.Path;
import java.util.List;

/** A process of its own that starts the embedded database, says so, and then waits to be killed. */
final class EmbeddedDatabaseProcess {
    private EmbeddedDatabaseProcess() {}

    /** @param arguments the directory of the database, then that of the programs */
    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase database =
                EmbeddedDatabase.start(Path.of(arguments[0]), Path.of(arguments[1]), List.of(), line -> {});
        TestDatabase.execute(database.owner(), "CREATE TABLE kept AS SELECT 1 AS number");
        System.out.println("started");
        Thread.sleep(Long.MAX_VALUE);
    }
}
