package io.sluice.store.pg;

import io.sluice.config.ConfigException;
import io.sluice.config.ServerUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A migrated, empty database of a test's own. All databases of a JVM live in one PostgreSQL that starts with the first and ends with the
 * JVM; each is a copy of a template, which takes some tens of milliseconds.
 */
public final class TestDatabase implements AutoCloseable {
    private static final Path DIRECTORY = Path.of("target", "postgresql-for-tests");

    /** Where those of PostgreSQL are unpacked. */
    static final Path PROGRAMS = DIRECTORY;

    private static final String TEMPLATE = "sluice_template";
    private static final AtomicInteger CREATED = new AtomicInteger();

    /** Dropped some at a time: to drop one is a checkpoint, of which only the first after a while has much to write. */
    private static final int MOST_CLOSED = 20;

    private static final List<String> CLOSED = new ArrayList<>();

    private final ServerUrl superuser;
    private final ServerUrl owner;
    private final ServerUrl serving;

    private TestDatabase(EmbeddedDatabase server, String name) {
        this.superuser = server.superuser().withDatabase(name);
        this.owner = server.owner().withDatabase(name);
        this.serving = Server.SERVING.withDatabase(name);
    }

    /** A database with the current schema. */
    public static TestDatabase create() {
        return create("TEMPLATE " + TEMPLATE);
    }

    /** A database without the schema, for tests of the migrations. */
    public static TestDatabase createUnmigrated() {
        return create("");
    }

    /** As the role that owns the schema. */
    public ServerUrl ownerUrl() {
        return owner;
    }

    /** As the role that serves: row level security applies to it. */
    public ServerUrl servingUrl() {
        return serving;
    }

    /** As the superuser, who is above row level security: to look at rows, never to test access. */
    public ServerUrl superuserUrl() {
        return superuser;
    }

    /** A JDBC connection as one of the three roles. */
    public static Connection jdbc(ServerUrl role) throws SQLException {
        return ServerDataSource.of(role).getConnection();
    }

    /** Runs one statement as a role. */
    public static void execute(ServerUrl role, String sql) throws SQLException {
        try (Connection connection = jdbc(role);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows that a query gives to a role, each with its columns as text, SQL NULL as {@code "NULL"}. */
    public static List<List<String>> query(ServerUrl role, String sql) throws SQLException {
        try (Connection connection = jdbc(role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> result = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    String value = rows.getString(column);
                    row.add(value == null ? "NULL" : value);
                }
                result.add(row);
            }
            return result;
        }
    }

    /** Nobody can use it any more. */
    @Override
    public void close() {
        String name = superuser.database();
        administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        synchronized (CLOSED) {
            CLOSED.add(name);
            if (CLOSED.size() == MOST_CLOSED) {
                CLOSED.forEach(closed -> administer("DROP DATABASE " + closed + " WITH (FORCE)"));
                CLOSED.clear();
            }
        }
    }

    private static TestDatabase create(String template) {
        String name = "test_" + CREATED.incrementAndGet();
        EmbeddedDatabase server = Server.RUNNING;
        administer("CREATE DATABASE " + name + " OWNER " + EmbeddedDatabase.OWNER + " " + template);
        return new TestDatabase(server, name);
    }

    private static void administer(String sql) {
        try {
            execute(Server.RUNNING.superuser(), sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Started on first use. */
    private static final class Server {
        /** More JVMs than this never test one checkout at once. */
        private static final int MOST_JVMS = 8;

        /** Durability is not what these tests are about; {@code EmbeddedDatabaseIT} is. */
        private static final List<String> SETTINGS = List.of(
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "max_connections=200",
                "shared_buffers=128MB");

        static final EmbeddedDatabase RUNNING = start();

        static final ServerUrl SERVING = PgBouncerUnderTest.before(RUNNING.serving());

        private static EmbeddedDatabase start() {
            EmbeddedDatabase server = freeServer();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            try {
                // A killed JVM leaves its databases behind.
                for (List<String> row : query(
                        server.superuser(),
                        "SELECT datname FROM pg_database WHERE datname ~ '^(test_|sluice_template$)'")) {
                    execute(server.superuser(), "DROP DATABASE " + row.getFirst() + " WITH (FORCE)");
                }
                execute(server.superuser(), "CREATE DATABASE " + TEMPLATE + " OWNER " + EmbeddedDatabase.OWNER);
                // As the embedded database has it.
                execute(server.superuser().withDatabase(TEMPLATE), TrigramIndexes.MARK_LEAKPROOF);
            } catch (SQLException failure) {
                throw new IllegalStateException("no template database", failure);
            }
            Migrations.migrate(server.owner().withDatabase(TEMPLATE), EmbeddedDatabase.SERVING);
            return server;
        }

        private static EmbeddedDatabase freeServer() {
            for (int i = 0; ; i++) {
                try {
                    return EmbeddedDatabase.start(DIRECTORY.resolve("server-" + i), DIRECTORY, SETTINGS, line -> {});
                } catch (ConfigException taken) {
                    if (i == MOST_JVMS || !taken.line().contains("another running gateway")) {
                        throw taken;
                    }
                }
            }
        }
    }
}
