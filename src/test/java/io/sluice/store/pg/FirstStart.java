package io.sluice.store.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory of an embedded database as its first start leaves it, to copy: a first start takes seconds. */
public record FirstStart(Path directory) {
    /** @param directory does not exist yet */
    public static FirstStart in(Path directory) {
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(directory, TestDatabase.PROGRAMS, List.of(), line -> {})) {
            Migrations.migrate(database.owner(), EmbeddedDatabase.SERVING);
        }
        return new FirstStart(directory);
    }

    public void copyTo(Path other) throws IOException, InterruptedException {
        Files.createDirectories(other);
        int status = new ProcessBuilder("cp", "-a", directory + "/.", other.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("cp ended with " + status);
        }
    }

    /** Spares a process that starts in a copy the unpacking of the programs. */
    public static Path linkPrograms(Path copy) throws IOException {
        String programs = "postgresql-" + PostgresArchive.ofThisPlatform().version();
        return Files.createSymbolicLink(
                copy.resolve(programs), TestDatabase.PROGRAMS.toAbsolutePath().resolve(programs));
    }
}
