package io.sluice.store.pg;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.config.ConfigException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data directory of the embedded PostgreSQL and the postmaster on it. Whoever calls holds the lock on the directory around it, so a
 * postmaster that is found running has lost its gateway.
 */
final class EmbeddedCluster {
    static final String SUPERUSER = "postgres";

    private static final String LOOPBACK = "127.0.0.1";
    /** Recovery after a hard kill replays up to max_wal_size. */
    private static final String SECONDS_TO_WAIT = "120";

    private static final int PORT_ATTEMPTS = 5;

    private static final long MEBIBYTE = 1 << 20;

    /** In MiB: PostgreSQL's own default. */
    private static final long LEAST_BUFFERS = 128;

    /** An eighth of the memory of the machine or container. */
    private static final long BUFFERS_SHARE = 8;

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path log;

    EmbeddedCluster(PostgresBinaries binaries, Path directory) {
        this.binaries = binaries;
        this.data = directory.resolve("cluster");
        this.log = directory.resolve("postgresql.log");
    }

    boolean exists() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /** Makes an empty cluster that asks everybody for a password, in UTF-8 and an order of characters that no operating system changes. */
    void create(Path superuserPassword) throws IOException {
        Path draft = data.resolveSibling("cluster.new");
        deleteTree(draft);
        PostgresProgram.Outcome outcome = PostgresProgram.run(List.of(
                binaries.program("initdb"),
                "--pgdata=" + draft,
                "--username=" + SUPERUSER,
                "--pwfile=" + superuserPassword,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (!outcome.succeeded()) {
            throw new ConfigException("initdb of the embedded PostgreSQL failed: " + outcome.lastLine());
        }
        // Renamed when complete: an interrupted first start begins anew.
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts the postmaster on a free port of the loopback interface and returns the port once it accepts connections. */
    int start(List<String> settings) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling("postgresql.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            PostgresProgram.Outcome outcome = PostgresProgram.run(startCommand(port, settings));
            if (outcome.succeeded()) {
                return port;
            }
            // Another program may have taken the port in between.
            if (attempt == PORT_ATTEMPTS || !logText().contains("could not bind")) {
                throw new ConfigException("The embedded PostgreSQL did not start; " + log + " says why");
            }
        }
    }

    /** Ends the postmaster: running statements are cancelled, everything committed is on the disk. */
    void stop() throws IOException {
        PostgresProgram.Outcome outcome = PostgresProgram.run(List.of(
                binaries.program("pg_ctl"), "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", SECONDS_TO_WAIT));
        if (!outcome.succeeded() && Files.exists(data.resolve("postmaster.pid"))) {
            throw new IOException("the embedded PostgreSQL did not stop: " + outcome.lastLine());
        }
    }

    /** Ends the postmaster that a killed gateway left behind, if there is one. */
    void endOrphan() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        // First line the process id, second the directory as the postmaster was given it.
        List<String> lines = Files.readAllLines(pidFile);
        String directory = lines.size() > 1 ? lines.get(1) : "";
        Optional<ProcessHandle> postmaster = lines.isEmpty() ? Optional.empty() : process(lines.getFirst());
        if (postmaster.isEmpty()) {
            return;
        }
        if (!runsOn(postmaster.get(), directory)) {
            // The id has gone to another program since. PostgreSQL itself would refuse to start, taking it for its own.
            Files.delete(pidFile);
        } else if (directory.equals(data.toString())) {
            stop();
        } else {
            throw new ConfigException("SLUICE_EMBEDDED_DIR: a PostgreSQL (process "
                    + postmaster.get().pid() + ") still runs on " + directory
                    + ", of which this directory is a copy; stop it first");
        }
    }

    private static Optional<ProcessHandle> process(String id) {
        try {
            return ProcessHandle.of(Long.parseLong(id.strip())).filter(ProcessHandle::isAlive);
        } catch (NumberFormatException torn) {
            return Optional.empty();
        }
    }

    private static boolean runsOn(ProcessHandle process, String directory) {
        ProcessHandle.Info info = process.info();
        boolean postgres =
                info.command().filter(command -> command.contains("postgres")).isPresent();
        return postgres
                && !directory.isEmpty()
                && info.arguments()
                        .filter(arguments -> List.of(arguments).contains(directory))
                        .isPresent();
    }

    /** Half of what is usual for a server of its own; memory is taken when it is first used. */
    private static long sharedBuffers() {
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return Math.max(LEAST_BUFFERS, machine / BUFFERS_SHARE / MEBIBYTE);
    }

    private List<String> startCommand(int port, List<String> settings) {
        List<String> all = new ArrayList<>(List.of(
                "port=" + port,
                "listen_addresses=" + LOOPBACK,
                "unix_socket_directories=",
                "password_encryption=scram-sha-256",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "shared_buffers=" + sharedBuffers() + "MB",
                "max_connections=60",
                "max_wal_size=2GB",
                "wal_compression=on",
                "random_page_cost=1.1",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_checkpoints=off"));
        // The last mention of a setting wins.
        all.addAll(settings);
        String options = "-c " + String.join(" -c ", all);
        return List.of(
                binaries.program("pg_ctl"),
                "start",
                "-D",
                data.toString(),
                "-l",
                log.toString(),
                "-o",
                options,
                "-w",
                "-t",
                SECONDS_TO_WAIT);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private String logText() throws IOException {
        return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
