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

    /** The gateway that was asked says no, or nothing. */
    static final int FAILED = 1;

    private static final String HELP = """
            Sluice, a SCIM 2.0 gateway that keeps what Microsoft Entra ID provisions in PostgreSQL.

            Usage: java -jar sluice.jar [command]

              serve        serve requests (what happens without a command)
              migrate      bring the database's schema up to this release, make the next partitions, then end
              seed --tenant NAME --users N [--groups N] [--memberships N]
                           fill a tenant with invented users and groups, for trials and load tests, then end
              tenant create NAME | list | suspend NAME | resume NAME | delete NAME --yes
              token create TENANT [--scopes read,users,groups,bulk] [--expires 2030-01-31T00:00:00Z] | list TENANT | revoke TENANT ID
              client create TENANT [--scopes ...] [--token-seconds N] [--expires ...] | list TENANT | delete TENANT ID
                           asks the administration API of a running gateway, with SLUICE_ADMIN_TOKEN or the embedded database's token;
                           --admin-url http://127.0.0.1:8082 where it is another than SLUICE_ADMIN_HOST and _PORT say
              --help       this page
              --version    the version

            Everything is set by environment variables; none is needed to try it out.

              SLUICE_HTTP_PORT, _HOST            SCIM and token endpoint: 8080, 0.0.0.0 (127.0.0.1 with the embedded database)
              SLUICE_MANAGEMENT_PORT, _HOST      health and metrics: 8081, 127.0.0.1
              SLUICE_ADMIN_PORT, _HOST           administration API: 8082, 127.0.0.1
              SLUICE_ADMIN_TOKEN                 opens the administration API (embedded database: generated)
              SLUICE_PUBLIC_URL                  origin that clients use: http://localhost:<port>
              SLUICE_MAX_COUNT                   how many resources one page may have: 10000
              SLUICE_DATABASE_URL                postgresql://user:password@host:port/database of the role that serves;
                                                 without it an embedded PostgreSQL starts
              SLUICE_DATABASE_USER, _PASSWORD, _PASSWORD_FILE
                                                 instead of those in the URL
              SLUICE_MIGRATION_DATABASE_URL      the same for the role that owns the schema; migrate uses it
              SLUICE_DATABASE_CONNECTIONS        how many database connections to use at most: 19
              SLUICE_EMBEDDED_DIR                where the embedded PostgreSQL keeps its files: data
              SLUICE_TENANT_OPERATIONS_PER_SECOND, SLUICE_TENANT_BURST, SLUICE_TENANT_IN_FLIGHT
                                                 what a tenant may ask of this process: 500, ten seconds' worth, 64
              SLUICE_IN_FLIGHT                   the most reads, and the most writes, in work at once: 1000
              SLUICE_LATENCY_TARGET_MILLISECONDS what the quickest request may take before fewer are let in: 100
              SLUICE_CONNECTIONS                 how many clients may connect: by the heap, one for each 16 KiB
              SLUICE_CONNECTIONS_PER_ADDRESS     how many from one address: 0, any number
              SLUICE_IDLE_SECONDS, SLUICE_REQUEST_SECONDS
                                                 rest of a connection, time of a request: 75, 20
              SLUICE_ISSUER_HOSTS                hosts that keys of trusted token issuers may be fetched from: Microsoft's
              SLUICE_TRUSTED_PROXIES             whose X-Forwarded-For is read: none; for example 10.0.0.0/8
              SLUICE_BOOTSTRAP_TENANT, SLUICE_BOOTSTRAP_TOKEN
                                                 a tenant to make sure of (embedded database: default, generated)
              SLUICE_PROVISIONING_LOG_DAYS       how long the provisioning log keeps refusals: 30
              SLUICE_DATABASE_UNSAFE             true serves even where fsync, full_page_writes or synchronous_commit is off: false
              SLUICE_DRAIN_SECONDS               from SIGTERM until nothing more is accepted: 5 (0 with the embedded database)
              SLUICE_CHANGE_RETENTION_DAYS       migrate drops change rows that are older, by whole months: 0, none
              SLUICE_LOG_FORMAT                  text, json, or auto: text on a terminal, json elsewhere
              OTEL_EXPORTER_OTLP_ENDPOINT        collector of traces, OTLP over HTTP, for example http://collector:4318: none, no traces
              OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER_ARG
                                                 what this is called in traces, share of the requests: sluice, 1

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
                case "tenant", "token", "client" ->
                    new AdminCommands(AdminArguments.parse(arguments), GatewayConfig.from(environment), out).run();
                case "seed" -> seed(SeedArguments.parse(arguments), GatewayConfig.from(environment));
                case "--help", "-h", "help" -> out.println(HELP);
                case "--version" -> out.println("sluice " + Release.read().version());
                default ->
                    throw new ConfigException(
                            "Unknown command; the commands are serve, migrate, seed, tenant, token, client, --help, --version");
            }
            return OK;
        } catch (ConfigException refusal) {
            err.println(refusal.line());
            return REFUSED;
        } catch (AdminClient.Refused no) {
            err.println(no.getMessage());
            return FAILED;
        }
    }

    private static String command(List<String> arguments) {
        if (arguments.size() > 1
                && !arguments.getFirst().equals("seed")
                && !AdminArguments.areMeant(arguments.getFirst())) {
            throw new ConfigException("One command at most: serve, migrate, seed, --help or --version");
        }
        return arguments.isEmpty() ? "serve" : arguments.getFirst();
    }

    private void migrate(GatewayConfig config) {
        switch (config.database()) {
            case DatabaseConfig.External external -> {
                Migrations.migrate(external.owner(), external.serving().user(), config.changeRetention());
                out.println("The schema of " + external.owner().display() + " is up to date.");
            }
            case DatabaseConfig.Embedded embedded -> {
                try (EmbeddedDatabase database = EmbeddedDatabase.start(embedded.directory(), out::println)) {
                    Migrations.migrate(database.owner(), database.serving().user(), config.changeRetention());
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
