package io.sluice.store.pg;

import io.sluice.FreePort;
import io.sluice.config.ServerUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A PgBouncer in transaction mode between the tests and their PostgreSQL, where the system property {@code sluice.test.pgbouncer} names the
 * command that starts one; the file of its settings is added to it. What the serving role then does goes through it: statements of one gateway
 * meet on server connections with those of others, as they do behind a pooler in production.
 */
final class PgBouncerUnderTest {
    private static final String COMMAND = "sluice.test.pgbouncer";

    /** Where the settings are written: a place that the command can read. */
    private static final String DIRECTORY = "sluice.test.pgbouncer.directory";

    private static final int ATTEMPTS = 100;

    private PgBouncerUnderTest() {}

    /** The same server for the serving role, through PgBouncer if there is to be one. */
    static ServerUrl before(ServerUrl server) {
        String command = System.getProperty(COMMAND, "");
        return command.isEmpty() ? server : start(command, server);
    }

    private static ServerUrl start(String command, ServerUrl server) {
        try {
            int port = FreePort.find();
            Path directory = Path.of(System.getProperty(DIRECTORY, System.getProperty("java.io.tmpdir")));
            Path users = directory.resolve("users-" + port + ".txt");
            Files.writeString(
                    users, "\"" + server.user() + "\" \"" + server.password().value() + "\"\n");
            Path settings = directory.resolve("pgbouncer-" + port + ".ini");
            // Few server connections for many clients, so that none keeps its own.
            Files.writeString(settings, """
                    [databases]
                    * = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    pool_mode = transaction
                    default_pool_size = 5
                    max_client_conn = 500
                    max_prepared_statements = 600
                    ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout,idle_in_transaction_session_timeout,plan_cache_mode
                    """.formatted(server.port(), port, "/tmp/" + users.getFileName()));
            Process pooler = new ProcessBuilder((command + " /tmp/" + settings.getFileName()).split(" ", -1))
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "pgbouncer.log").toFile())
                    .start();
            users.toFile().deleteOnExit();
            settings.toFile().deleteOnExit();
            Runtime.getRuntime().addShutdownHook(new Thread(pooler::destroy));
            awaitListening(port, pooler);
            return new ServerUrl("127.0.0.1", port, server.database(), server.user(), server.password(), Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitListening(int port, Process pooler) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException notYet) {
                if (attempt == ATTEMPTS || !pooler.isAlive()) {
                    throw new IOException("PgBouncer does not listen; target/pgbouncer.log says why", notYet);
                }
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }
}
