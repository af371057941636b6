package io.sluice.store.pg;

import io.sluice.config.BearerToken;
import io.sluice.config.ConfigException;
import io.sluice.config.PrivateFile;
import io.sluice.config.Secret;
import io.sluice.config.ServerUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A real PostgreSQL for the start without any set-up: it keeps its files in one directory between starts, listens on the loopback interface
 * only, and has the same two roles a production database has, one that owns the schema and one that serves and owns nothing. Everything here
 * blocks. It installs no shutdown hook: whoever started it closes it after the last request.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    static final String OWNER = "sluice_owner";
    static final String SERVING = "sluice_serve";

    private static final String DATABASE = "sluice";

    private final DirectoryLock lock;
    private final EmbeddedCluster cluster;
    private final ServerUrl superuser;
    private final ServerUrl owner;
    private final ServerUrl serving;
    private boolean closed;

    private EmbeddedDatabase(
            DirectoryLock lock, EmbeddedCluster cluster, ServerUrl superuser, Secret owner, Secret serving) {
        this.lock = lock;
        this.cluster = cluster;
        this.superuser = superuser;
        this.owner = superuser.withDatabase(DATABASE).withUser(OWNER).withPassword(owner);
        this.serving = superuser.withDatabase(DATABASE).withUser(SERVING).withPassword(serving);
    }

    /**
     * Starts the database that lives in {@code directory}, which is made where it is missing. A {@link ConfigException} tells why it cannot:
     * platform, rights, or another process in the same directory.
     *
     * @param progress takes a line for each step of the first start that makes a person wait
     */
    public static EmbeddedDatabase start(Path directory, Consumer<String> progress) {
        return start(directory, directory, List.of(), progress);
    }

    /** As above, with the programs unpacked elsewhere and settings ({@code name=value}) of one's own. */
    static EmbeddedDatabase start(Path directory, Path programs, List<String> settings, Consumer<String> progress) {
        PostgresArchive archive = PostgresArchive.ofThisPlatform();
        try {
            Path home = privateDirectory(directory);
            DirectoryLock lock = DirectoryLock.take(home);
            try {
                return start(
                        lock,
                        home,
                        PostgresBinaries.unpack(archive, privateDirectory(programs), progress),
                        settings,
                        progress);
            } catch (IOException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new ConfigException("SLUICE_EMBEDDED_DIR: cannot use " + directory + ": " + failure);
        }
    }

    private static EmbeddedDatabase start(
            DirectoryLock lock, Path home, PostgresBinaries binaries, List<String> settings, Consumer<String> progress)
            throws IOException {
        Secret superuser = PrivateFile.readOrCreate(home.resolve("superuser.password"), BearerToken::password);
        Secret owner = PrivateFile.readOrCreate(home.resolve("owner.password"), BearerToken::password);
        Secret serving = PrivateFile.readOrCreate(home.resolve("serving.password"), BearerToken::password);
        EmbeddedCluster cluster = new EmbeddedCluster(binaries, home);
        if (cluster.exists()) {
            cluster.endOrphan();
        } else {
            progress.accept("Creating the embedded database in " + home + " ...");
            cluster.create(home.resolve("superuser.password"));
        }
        int port = cluster.start(settings);
        ServerUrl url = new ServerUrl("127.0.0.1", port, "postgres", EmbeddedCluster.SUPERUSER, superuser, Map.of());
        EmbeddedDatabase database = new EmbeddedDatabase(lock, cluster, url, owner, serving);
        try {
            database.provide();
            return database;
        } catch (SQLException failure) {
            cluster.stop();
            throw new ConfigException(
                    "SLUICE_EMBEDDED_DIR: cannot set up the roles in " + home + ": " + failure.getMessage());
        }
    }

    /** As the role that owns the schema: for migrations alone. */
    public ServerUrl owner() {
        return owner;
    }

    /** As the role that serves requests. */
    public ServerUrl serving() {
        return serving;
    }

    /** As the cluster's superuser, in its maintenance database. */
    ServerUrl superuser() {
        return superuser;
    }

    /** Stops PostgreSQL and lets the directory go. Once is enough; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            cluster.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Roles and database. The passwords are set each time, so that a lost file of one heals itself. */
    private void provide() throws SQLException {
        try (Connection connection = ServerDataSource.of(superuser).getConnection();
                Statement statement = connection.createStatement()) {
            for (ServerUrl role : List.of(owner, serving)) {
                if (!exists(statement, "SELECT FROM pg_roles WHERE rolname = '" + role.user() + "'")) {
                    statement.execute("CREATE ROLE " + role.user());
                }
                statement.execute("ALTER ROLE " + role.user()
                        + " LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '"
                        + role.password().value() + "'");
            }
            if (!exists(statement, "SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
            }
            statement.execute("REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
            statement.execute("GRANT CONNECT ON DATABASE " + DATABASE + " TO " + SERVING);
        }
        try (Connection connection =
                        ServerDataSource.of(superuser.withDatabase(DATABASE)).getConnection();
                Statement statement = connection.createStatement()) {
            if (exists(statement, TrigramIndexes.IS_LEAKPROOF + " AND NOT proleakproof")) {
                statement.execute(TrigramIndexes.MARK_LEAKPROOF);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static Path privateDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException another) {
                // Another start may have made it in the meantime; who may use it, the lock in it tells.
                if (!Files.isDirectory(directory)) {
                    throw another;
                }
            }
        }
        // The real path: the postmaster is known by it again after a restart from elsewhere.
        return directory.toRealPath();
    }
}
