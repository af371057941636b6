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
    private static final int RECOVERIES = 3;

    private final Path cluster;
    private final String control;
    private final EmbeddedDatabase database;

    private MortalDatabase(Path directory, EmbeddedDatabase database) throws IOException {
        this.cluster = directory.toAbsolutePath().resolve("cluster");
        try (Stream<Path> files = Files.list(TestDatabase.PROGRAMS)) {
            Path programs = files.filter(file -> file.getFileName().toString().startsWith("postgresql-"))
                    .findFirst()
                    .orElseThrow();
            this.control =
                    programs.toAbsolutePath().resolve("bin").resolve("pg_ctl").toString();
        }
        this.database = database;
    }

    public static MortalDatabase start(Path directory) throws IOException {
        return start(directory, List.of("max_connections=100"));
    }

    /** One that needs little room. */
    public static MortalDatabase startSmall(Path directory) throws IOException {
        return start(
                directory,
                List.of("shared_buffers=16MB", "min_wal_size=32MB", "max_wal_size=48MB", "max_connections=40"));
    }

    private static MortalDatabase start(Path directory, List<String> settings) throws IOException {
        EmbeddedDatabase database =
                EmbeddedDatabase.start(directory, TestDatabase.PROGRAMS, settings, System.out::println);
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

    /** Its postmaster and everything that it started are killed at once, which is less than a crash only in that the kernel lives on. */
    public void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
        postmaster.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        // Whoever adopted it may not have buried it yet, and pg_ctl takes it for alive until then.
        for (int wait = 0; wait < 100 && all.stream().anyMatch(ProcessHandle::isAlive); wait++) {
            Thread.sleep(20);
        }
        Files.delete(cluster.resolve("postmaster.pid"));
    }

    /** Comes back as it was started, on the same port, and replays its log. */
    public void recover() throws IOException {
        String log = cluster.resolveSibling("postgresql.log").toString();
        for (int attempt = 1; ; attempt++) {
            try {
                control("restart", "-m", "immediate", "-l", log);
                return;
            } catch (IOException failure) {
                // While nobody listened on its port, a connection to elsewhere may have come to have it for a moment.
                if (attempt == RECOVERIES) {
                    throw failure;
                }
            }
        }
    }

    /** Likewise, where it did not come back by itself. */
    public void recoverIfDown() throws IOException {
        if (!PostgresProgram.run(List.of(control, "status", "-D", cluster.toString()))
                .succeeded()) {
            recover();
        }
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
