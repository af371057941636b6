package io.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes the configuration of the variables: defaults, checks, and what depends on what. */
final class ConfigReader {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERYWHERE = "0.0.0.0";

    /** Fills a small machine's cores; SLUICE_DATABASE_CONNECTIONS raises it. */
    private static final int DEFAULT_CONNECTIONS = 19;

    /** A look-up, a write, a scan and an operation of Bulk at once, and one for the process itself. */
    private static final int LEAST_CONNECTIONS = 5;

    private static final int MOST_CONNECTIONS = 1_000;
    /** The embedded server admits 60 and keeps some for its superuser and for migrations. */
    private static final int MOST_EMBEDDED_CONNECTIONS = 50;

    /** A page is never in memory as a whole, so a large one costs its reader time and nobody else anything. */
    private static final int DEFAULT_MAX_COUNT = 10_000;

    private static final int MOST_MAX_COUNT = 1_000_000;

    /** With its last statement it ends before an idle connection is closed. */
    private static final int MOST_BULK_SECONDS = 20;

    private static final int MOST_RETENTION_DAYS = 36_500;

    private static final int LEAST_TOKEN_LENGTH = 32;
    private static final int MOST_TOKEN_LENGTH = 512;

    /** A balancer that probes every second or two has seen by then that this replica is not ready. Nobody waits for a person at a terminal. */
    private static final int DRAIN_SECONDS = 5;

    private static final int MOST_DRAIN_SECONDS = 60;

    private final Environment environment;

    ConfigReader(Environment environment) {
        this.environment = environment;
    }

    GatewayConfig read() {
        DatabaseConfig database = database();
        GatewayConfig config = switch (database) {
            case DatabaseConfig.Embedded embedded ->
                config(
                        database,
                        LOOPBACK,
                        MOST_EMBEDDED_CONNECTIONS,
                        new TokenSource.Generated(embedded.directory().resolve("admin.token")),
                        embeddedBootstrap(embedded.directory()));
            case DatabaseConfig.External external ->
                config(external, EVERYWHERE, MOST_CONNECTIONS, new TokenSource.None(), externalBootstrap());
        };
        requireDifferent(
                "SLUICE_MANAGEMENT_PORT",
                config.management(),
                "SLUICE_HTTP_PORT",
                config.http().endpoint());
        requireDifferent(
                "SLUICE_ADMIN_PORT",
                config.admin().endpoint(),
                "SLUICE_HTTP_PORT",
                config.http().endpoint());
        requireDifferent("SLUICE_ADMIN_PORT", config.admin().endpoint(), "SLUICE_MANAGEMENT_PORT", config.management());
        return config;
    }

    private GatewayConfig config(
            DatabaseConfig database,
            String host,
            int mostConnections,
            TokenSource adminToken,
            BootstrapConfig bootstrap) {
        return new GatewayConfig(
                new HttpConfig(
                        endpoint("SLUICE_HTTP", host, 8080),
                        publicUrl(),
                        environment.number("SLUICE_MAX_COUNT", DEFAULT_MAX_COUNT, 1, MOST_MAX_COUNT)),
                endpoint("SLUICE_MANAGEMENT", LOOPBACK, 8081),
                new AdminConfig(
                        endpoint("SLUICE_ADMIN", LOOPBACK, 8082),
                        token("SLUICE_ADMIN_TOKEN").orElse(adminToken)),
                database,
                environment.number(
                        "SLUICE_DATABASE_CONNECTIONS", DEFAULT_CONNECTIONS, LEAST_CONNECTIONS, mostConnections),
                LimitsConfig.read(environment),
                ConnectionsConfig.read(environment),
                issuerHosts(),
                TrustedProxies.read(environment),
                bootstrap,
                bulk(),
                new ChangeRetention(environment.number("SLUICE_CHANGE_RETENTION_DAYS", 0, 0, MOST_RETENTION_DAYS)),
                environment.number("SLUICE_PROVISIONING_LOG_DAYS", 30, 1, 3_650),
                environment.choice("SLUICE_LOG_FORMAT", LogFormat.AUTO),
                TracingConfig.read(environment),
                Duration.ofSeconds(environment.number(
                        "SLUICE_DRAIN_SECONDS",
                        database instanceof DatabaseConfig.Embedded ? 0 : DRAIN_SECONDS,
                        0,
                        MOST_DRAIN_SECONDS)));
    }

    private BulkConfig bulk() {
        return new BulkConfig(
                environment.number("SLUICE_BULK_MAX_OPERATIONS", 10_000, 1, 100_000),
                environment.number("SLUICE_BULK_MAX_PAYLOAD_SIZE", 16 << 20, 1_024, 64 << 20),
                Duration.ofSeconds(environment.number("SLUICE_BULK_SECONDS", MOST_BULK_SECONDS, 1, MOST_BULK_SECONDS)),
                environment.number("SLUICE_BULK_RESULT_HOURS", 24, 1, 24 * 365));
    }

    private Endpoint endpoint(String name, String host, int port) {
        return new Endpoint(environment.host(name + "_HOST", host), environment.port(name + "_PORT", port));
    }

    private IssuerHosts issuerHosts() {
        String name = "SLUICE_ISSUER_HOSTS";
        Optional<String> text = environment.text(name);
        if (text.isEmpty()) {
            return IssuerHosts.MICROSOFT;
        }
        Set<String> hosts = new HashSet<>();
        for (String host : text.get().split(",", -1)) {
            String known = host.strip().toLowerCase(Locale.ROOT);
            if (!known.matches("([a-z0-9][a-z0-9.-]*|\\[::1])(:[1-9][0-9]{0,4})?")) {
                throw new ConfigException(
                        name + " must be host names with commas between, for example login.microsoftonline.com");
            }
            hosts.add(known);
        }
        return new IssuerHosts(hosts);
    }

    private static void requireDifferent(String name, Endpoint one, String otherName, Endpoint other) {
        if (one.port() != 0 && one.port() == other.port()) {
            throw new ConfigException(
                    name + " is the same port as " + otherName + " (" + one.port() + "); give each its own");
        }
    }

    private PublicUrl publicUrl() {
        Optional<String> text = environment.text("SLUICE_PUBLIC_URL");
        if (text.isEmpty()) {
            return new PublicUrl.Local();
        }
        try {
            URI url = new URI(text.get());
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("https") || scheme.equals("http"))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getPort() <= 65_535) {
                return new PublicUrl.Fixed(withoutSlashAtEnd(text.get()));
            }
        } catch (URISyntaxException malformed) {
            // Refused below like any other text that is no such address.
        }
        throw new ConfigException(
                "SLUICE_PUBLIC_URL must be an http or https address without query, for example https://scim.example.com");
    }

    private static String withoutSlashAtEnd(String url) {
        int end = url.length();
        while (url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }

    private DatabaseConfig database() {
        if (!environment.has("SLUICE_DATABASE_URL")) {
            for (String name : Variables.KNOWN) {
                if (environment.has(name) && needsDatabaseUrl(name)) {
                    throw new ConfigException(
                            name + " is set but SLUICE_DATABASE_URL is not; set that as well, or neither");
                }
            }
            return new DatabaseConfig.Embedded(embeddedDirectory());
        }
        ServerUrl serving = overridden("SLUICE_DATABASE", server("SLUICE_DATABASE_URL"));
        ServerUrl owner =
                environment.has("SLUICE_MIGRATION_DATABASE_URL") ? server("SLUICE_MIGRATION_DATABASE_URL") : serving;
        return new DatabaseConfig.External(
                serving, overridden("SLUICE_MIGRATION_DATABASE", owner), environment.flag("SLUICE_DATABASE_UNSAFE"));
    }

    private static boolean needsDatabaseUrl(String name) {
        return name.startsWith("SLUICE_MIGRATION_DATABASE_")
                || name.equals("SLUICE_DATABASE_USER")
                || name.equals("SLUICE_DATABASE_UNSAFE")
                || name.startsWith("SLUICE_DATABASE_PASSWORD");
    }

    private Path embeddedDirectory() {
        String name = "SLUICE_EMBEDDED_DIR";
        try {
            return Path.of(environment.text(name).orElse("data"));
        } catch (InvalidPathException malformed) {
            throw new ConfigException(name + " is not the path of a directory");
        }
    }

    private ServerUrl server(String name) {
        return new ServerUrlParser(name).parse(environment.text(name).orElseThrow());
    }

    private ServerUrl overridden(String prefix, ServerUrl url) {
        String userVariable = prefix + "_USER";
        ServerUrl named = environment.text(userVariable).map(url::withUser).orElse(url);
        if (named.user().isEmpty()) {
            throw new ConfigException(prefix + "_URL names no user; put one before the host or set " + userVariable);
        }
        return environment
                .password(prefix + "_PASSWORD")
                .map(named::withPassword)
                .orElse(named);
    }

    private BootstrapConfig embeddedBootstrap(Path directory) {
        return new BootstrapConfig(
                tenant().orElse("default"),
                token("SLUICE_BOOTSTRAP_TOKEN")
                        .orElse(new TokenSource.Generated(directory.resolve("bootstrap.token"))));
    }

    private BootstrapConfig externalBootstrap() {
        Optional<String> tenant = tenant();
        Optional<TokenSource> token = token("SLUICE_BOOTSTRAP_TOKEN");
        if (tenant.isPresent() != token.isPresent()) {
            throw new ConfigException("SLUICE_BOOTSTRAP_TENANT and SLUICE_BOOTSTRAP_TOKEN go together; "
                    + (tenant.isPresent() ? "the token" : "the tenant") + " is missing");
        }
        return new BootstrapConfig(tenant.orElse(""), token.orElse(new TokenSource.None()));
    }

    private Optional<String> tenant() {
        Optional<String> tenant = environment.text("SLUICE_BOOTSTRAP_TENANT");
        if (tenant.filter(name -> !TenantName.isValid(name)).isPresent()) {
            throw new ConfigException("SLUICE_BOOTSTRAP_TENANT must be " + TenantName.RULE);
        }
        return tenant;
    }

    private Optional<TokenSource> token(String name) {
        Optional<String> token = environment.text(name);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        if (token.get().length() < LEAST_TOKEN_LENGTH || token.get().length() > MOST_TOKEN_LENGTH) {
            throw new ConfigException(name + " must have " + LEAST_TOKEN_LENGTH + " to " + MOST_TOKEN_LENGTH
                    + " characters; openssl rand -hex 32 makes one");
        }
        // The characters that a bearer token can have in an Authorization header, RFC 6750 section 2.1.
        if (!token.get().chars().allMatch(c -> isLetterOrDigit(c) || "-._~+/=".indexOf(c) >= 0)) {
            throw new ConfigException(name + " may hold only letters, digits and - . _ ~ + / =");
        }
        if (BearerToken.isDamaged(token.get())) {
            throw new ConfigException(name + " begins like a generated token and is not whole; copy all of it");
        }
        if (token.get().startsWith("eyJ") && token.get().indexOf('.') > 0) {
            throw new ConfigException(name + " looks like a JWT, which is never taken for a secret token");
        }
        return token.map(text -> new TokenSource.Given(new Secret(text)));
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
