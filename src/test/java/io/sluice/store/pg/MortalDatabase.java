package io.sluice.store.pg;

import io.sluice.config.ServerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A durable PostgreSQL with the current schema that can be made to crash and to recover. */
public final class MortalDatabase implements AutoCloseable {
    private final Path cluster;
    private final String control;
    private final EmbeddedDatabase database;

    private MortalDatabase(Path directory, EmbeddedDatabase database) throws IOException {
        this.cluster = directory.toAbsolutePath().resolve("cluster");
        try (Stream<Path> files = Files.list(directory)) {
            Path programs = files.filter(file -> file.getFileName().toString().startsWith("postgresql-"))
                    .findFirst()
                    .orElseThrow();
            this.control =
                    programs.toAbsolutePath().resolve("bin").resolve("pg_ctl").toString();
        }
        this.database = database;
    }

    public static MortalDatabase start(Path directory) throws IOException {
        EmbeddedDatabase database =
                EmbeddedDatabase.start(directory, directory, List.of("max_connections=100"), System.out::println);
        MortalDatabase mortal = new MortalDatabase(directory, database);
        Migrations.migrate(database.owner(), EmbeddedDatabase.SERVING);
        return mortal;
    }

    /** As the role that serves. */
    public ServerUrl serving() {
        return database.serving();
    }

    public ServerUrl superuser() {
        return database.superuser().withDatabase("sluice");
    }

    /** Every process of it ends without a word or a checkpoint, as when the power fails. */
    public void crash() throws IOException {
        control("stop", "-m", "immediate");
    }

    /** Comes back as it was started, on the same port, and replays its log. */
    public void recover() throws IOException {
        control(
                "restart",
                "-m",
                "immediate",
                "-l",
                cluster.resolveSibling("postgresql.log").toString());
    }

    private void control(String command, String... options) throws IOException {
        List<String> whole = new ArrayList<>(List.of(control, command, "-D", cluster.toString(), "-w"));
        whole.addAll(List.of(options));
        PostgresProgram.Outcome outcome = PostgresProgram.run(whole);
        if (!outcome.succeeded()) {
            throw new IOException(command + ": " + outcome.lastLine());
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
