package io.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Makes the configuration of the variables: defaults, checks, and what depends on what. */
final class ConfigReader {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERYWHERE = "0.0.0.0";

    /** Fills a small machine's cores; SLUICE_DATABASE_CONNECTIONS raises it. */
    private static final int DEFAULT_CONNECTIONS = 16;

    /** A look-up, a write and a scan at once. */
    private static final int LEAST_CONNECTIONS = 3;

    private static final int MOST_CONNECTIONS = 1_000;
    /** The embedded server admits 60 and keeps some for its superuser and for migrations. */
    private static final int MOST_EMBEDDED_CONNECTIONS = 50;

    private static final int LEAST_TOKEN_LENGTH = 32;
    private static final int MOST_TOKEN_LENGTH = 512;

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
                new HttpConfig(endpoint("SLUICE_HTTP", host, 8080), publicUrl()),
                endpoint("SLUICE_MANAGEMENT", LOOPBACK, 8081),
                new AdminConfig(
                        endpoint("SLUICE_ADMIN", LOOPBACK, 8082),
                        token("SLUICE_ADMIN_TOKEN").orElse(adminToken)),
                database,
                environment.number(
                        "SLUICE_DATABASE_CONNECTIONS", DEFAULT_CONNECTIONS, LEAST_CONNECTIONS, mostConnections),
                bootstrap);
    }

    private Endpoint endpoint(String name, String host, int port) {
        return new Endpoint(environment.host(name + "_HOST", host), environment.port(name + "_PORT", port));
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
        return new DatabaseConfig.External(serving, overridden("SLUICE_MIGRATION_DATABASE", owner));
    }

    private static boolean needsDatabaseUrl(String name) {
        return name.startsWith("SLUICE_MIGRATION_DATABASE_")
                || name.equals("SLUICE_DATABASE_USER")
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
        return token.map(text -> new TokenSource.Given(new Secret(text)));
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
