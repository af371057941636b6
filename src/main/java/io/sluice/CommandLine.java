package io.sluice;

import io.sluice.config.ConfigException;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.GatewayConfig;
import io.sluice.config.Release;
import io.sluice.config.ServerUrl;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.store.pg.EmbeddedDatabase;
import io.sluice.store.pg.Migrations;
import io.sluice.store.pg.Seed;
import io.sluice.store.pg.Seeder;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Understands the arguments and runs the command they name. What stops a command is one line on the error output and exit status 2. */
final class CommandLine {
    static final int OK = 0;
    static final int REFUSED = 2;

    private static final String HELP = """
            Sluice, a SCIM 2.0 gateway that keeps what Microsoft Entra ID provisions in PostgreSQL.

            Usage: java -jar sluice.jar [command]

              serve        serve requests (what happens without a command)
              migrate      bring the database's schema up to this release, then end
              seed --tenant NAME --users N [--groups N] [--memberships N]
                           fill a tenant with invented users and groups, for trials and load tests, then end
              --help       this page
              --version    the version

            Everything is set by environment variables; none is needed to try it out.

              SLUICE_HTTP_PORT, _HOST            SCIM and token endpoint: 8080, 0.0.0.0 (127.0.0.1 with the embedded database)
              SLUICE_MANAGEMENT_PORT, _HOST      health and metrics: 8081, 127.0.0.1
              SLUICE_ADMIN_PORT, _HOST           administration API: 8082, 127.0.0.1
              SLUICE_ADMIN_TOKEN                 opens the administration API (embedded database: generated)
              SLUICE_PUBLIC_URL                  origin that clients use: http://localhost:<port>
              SLUICE_DATABASE_URL                postgresql://user:password@host:port/database of the role that serves;
                                                 without it an embedded PostgreSQL starts
              SLUICE_DATABASE_USER, _PASSWORD, _PASSWORD_FILE
                                                 instead of those in the URL
              SLUICE_MIGRATION_DATABASE_URL      the same for the role that owns the schema; migrate uses it
              SLUICE_DATABASE_CONNECTIONS        how many database connections to use at most: 16
              SLUICE_EMBEDDED_DIR                where the embedded PostgreSQL keeps its files: data
              SLUICE_BOOTSTRAP_TENANT, SLUICE_BOOTSTRAP_TOKEN
                                                 a tenant to make sure of (embedded database: default, generated)

            A port of 0 takes a free one.""";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    CommandLine(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the command and returns the exit status.
     *
     * @param serve starts the gateway and returns when it serves; a {@link ConfigException} from it is told like any other
     */
    int run(List<String> arguments, Consumer<GatewayConfig> serve) {
        try {
            String command = command(arguments);
            switch (command) {
                case "serve" -> serve.accept(GatewayConfig.from(environment));
                case "migrate" -> migrate(GatewayConfig.from(environment));
                case "seed" -> seed(SeedArguments.parse(arguments), GatewayConfig.from(environment));
                case "--help", "-h", "help" -> out.println(HELP);
                case "--version" -> out.println("sluice " + Release.read().version());
                default ->
                    throw new ConfigException(
                            "Unknown command; the commands are serve, migrate, seed, --help, --version");
            }
            return OK;
        } catch (ConfigException refusal) {
            err.println(refusal.line());
            return REFUSED;
        }
    }

    private static String command(List<String> arguments) {
        if (arguments.size() > 1 && !arguments.getFirst().equals("seed")) {
            throw new ConfigException("One command at most: serve, migrate, seed, --help or --version");
        }
        return arguments.isEmpty() ? "serve" : arguments.getFirst();
    }

    private void migrate(GatewayConfig config) {
        switch (config.database()) {
            case DatabaseConfig.External external -> {
                Migrations.migrate(external.owner(), external.serving().user());
                out.println("The schema of " + external.owner().display() + " is up to date.");
            }
            case DatabaseConfig.Embedded embedded -> {
                try (EmbeddedDatabase database = EmbeddedDatabase.start(embedded.directory(), out::println)) {
                    Migrations.migrate(database.owner(), database.serving().user());
                }
                out.println("The schema of the embedded database in " + embedded.directory() + " is up to date.");
            }
        }
    }

    private void seed(Seed seed, GatewayConfig config) {
        switch (config.database()) {
            case DatabaseConfig.External external -> seed(seed, external.owner());
            case DatabaseConfig.Embedded embedded -> {
                try (EmbeddedDatabase database = EmbeddedDatabase.start(embedded.directory(), out::println)) {
                    Migrations.migrate(database.owner(), database.serving().user());
                    seed(seed, database.owner());
                }
            }
        }
    }

    private void seed(Seed seed, ServerUrl owner) {
        Seeder.run(owner, BuiltInSchemas.resourceTypes(), seed, out::println);
        out.println("The tenant " + seed.tenant() + " is filled; SLUICE_BOOTSTRAP_TENANT and _TOKEN open it.");
    }
}
