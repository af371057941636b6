package io.sluice.fault;

import io.sluice.config.ServerUrl;
import io.sluice.store.pg.MortalDatabase;
import io.sluice.store.pg.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL with all of its files on a small file system that fills up. At first there is no room for more rows, which it refuses; some
 * seconds later there is none for its log either, and it crashes and comes back only when somebody has made room.
 */
final class FullDisk implements AilingDatabase {
    private static final String SIZE = "size=192m";

    /** Until the log needs a file more; the rows have been refused for a while then. */
    private static final Duration LOG_HAS_ROOM = Duration.ofSeconds(3);

    /** More than are kept in reserve. */
    private static final int FILES_OF_LOG = 50;

    private final Path mount;
    private final Path ballast;
    private final MortalDatabase database;
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean crashed = new AtomicBoolean();

    private FullDisk(Path mount, MortalDatabase database) {
        this.mount = mount;
        this.ballast = mount.resolve("ballast");
        this.database = database;
    }

    static FullDisk start() throws IOException, InterruptedException {
        Path mount = mount().orElseThrow(() -> new IOException("no file system can be mounted"));
        return new FullDisk(mount, MortalDatabase.startSmall(mount.resolve("database")));
    }

    /** Mounting takes rights that not everybody has, who then reads that this fault was not tried. */
    static boolean isPossible() throws IOException, InterruptedException {
        Optional<Path> mount = mount();
        if (mount.isEmpty()) {
            System.err.println("DISK FULL NOT TRIED: no tmpfs can be mounted here, it needs root");
            return false;
        }
        unmount(mount.get());
        return true;
    }

    @Override
    public ServerUrl serving() {
        return database.serving();
    }

    @Override
    public ServerUrl superuser() {
        return database.superuser();
    }

    @Override
    public void become(Fault fault) throws IOException {
        full.set(fault == Fault.DISK_FULL);
        if (full.get()) {
            fill();
            Thread.ofPlatform().daemon().start(this::exhaustLog);
        } else {
            Files.deleteIfExists(ballast);
            database.recoverIfDown();
            if (!crashed.get()) {
                throw new IOException("its log never ran out of room");
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Files.deleteIfExists(ballast);
        database.close();
        unmount(mount);
    }

    private void fill() throws IOException {
        byte[] piece = new byte[4_096];
        try (OutputStream file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(piece);
            }
        } catch (IOException noRoom) {
            if (!String.valueOf(noRoom.getMessage()).contains("No space left")) {
                throw noRoom;
            }
        }
    }

    /** Until the server takes the connection along. */
    private void exhaustLog() {
        LockSupport.parkNanos(LOG_HAS_ROOM.toNanos());
        try (Connection connection = TestDatabase.jdbc(superuser());
                Statement statement = connection.createStatement()) {
            try {
                for (int i = 0; i < FILES_OF_LOG && full.get(); i++) {
                    statement.execute("SELECT pg_logical_emit_message(false, 'sluice', 'x')");
                    statement.execute("SELECT pg_switch_wal()");
                }
            } catch (SQLException noRoom) {
                crashed.set(!connection.isValid(1));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Optional<Path> mount() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("sluice-full-disk");
        if (run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", directory.toString())) {
            return Optional.of(directory);
        }
        Files.delete(directory);
        return Optional.empty();
    }

    private static void unmount(Path directory) throws IOException, InterruptedException {
        run("umount", "--lazy", directory.toString());
        Files.deleteIfExists(directory);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
