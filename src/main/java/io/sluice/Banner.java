package io.sluice;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.GatewayConfig;
import io.sluice.config.StartTokens;
import io.sluice.config.TokenSource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code serve} tells a person once it answers requests: what to paste into the identity provider and a line to try. A secret is shown
 * only where the gateway made it itself.
 */
final class Banner {
    private final GatewayConfig config;
    private final StartTokens tokens;
    private final BoundPorts ports;

    Banner(GatewayConfig config, StartTokens tokens, BoundPorts ports) {
        this.config = config;
        this.tokens = tokens;
        this.ports = ports;
    }

    /** @param connections how the database connections are shared out, as text */
    String text(String connections) {
        List<String> lines = new ArrayList<>(List.of("", "Sluice is ready."));
        lines.add("  Tenant URL      " + tenantUrl());
        lines.add("  Secret token    " + bootstrapToken());
        lines.add("  Admin API       " + admin());
        lines.add("  Health, metrics "
                + config.management().bound(ports.management()).display());
        lines.add("  SCIM listens on "
                + config.http().endpoint().bound(ports.http()).display());
        lines.add("  Database        " + database());
        lines.add("  Connections     " + connections);
        if (hasBootstrapToken()) {
            lines.add("");
            lines.add("Try it:");
            lines.add(curl());
        }
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    private String tenantUrl() {
        return config.http().publicUrl().origin(ports.http()) + "/scim/v2";
    }

    private boolean hasBootstrapToken() {
        return !tokens.bootstrap().isEmpty();
    }

    private String bootstrapToken() {
        return switch (config.bootstrap().token()) {
            case TokenSource.Generated generated -> tokens.bootstrap().value();
            case TokenSource.Given given -> "as set in SLUICE_BOOTSTRAP_TOKEN";
            case TokenSource.None none ->
                "the tenants' own; SLUICE_BOOTSTRAP_TENANT and SLUICE_BOOTSTRAP_TOKEN make sure of one";
        };
    }

    private String admin() {
        if (ports.admin() == 0) {
            return config.admin().token() instanceof TokenSource.None
                    ? "closed; SLUICE_ADMIN_TOKEN opens it"
                    : "closed";
        }
        String address = config.admin().endpoint().bound(ports.admin()).display() + "/admin/v1";
        return switch (config.admin().token()) {
            case TokenSource.Generated generated ->
                address + "  token " + tokens.admin().value();
            case TokenSource.Given given -> address + "  token as set in SLUICE_ADMIN_TOKEN";
            case TokenSource.None none -> address;
        };
    }

    private String database() {
        return switch (config.database()) {
            case DatabaseConfig.Embedded embedded ->
                "embedded PostgreSQL in " + embedded.directory().toAbsolutePath();
            case DatabaseConfig.External external -> external.serving().display();
        };
    }

    /** One line for any POSIX shell. The user name differs from start to start: the same one twice would be a conflict. */
    private String curl() {
        boolean shown = config.bootstrap().token() instanceof TokenSource.Generated;
        String token = shown ? tokens.bootstrap().value() : "$SLUICE_BOOTSTRAP_TOKEN";
        String userName = "ada." + Integer.toHexString(new SecureRandom().nextInt(1 << 24)) + "@example.com";
        return "curl -i " + tenantUrl() + "/Users -H \"Authorization: Bearer " + token
                + "\" -H 'Content-Type: application/scim+json'"
                + " -d '{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + userName
                + "\"}'";
    }
}
