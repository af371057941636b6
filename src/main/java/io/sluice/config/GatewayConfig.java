package io.sluice.config;

import java.util.Map;

/**
 * Everything that can be set, read once from the environment and checked.
 *
 * @param management health and metrics
 * @param databaseConnections the whole budget of this replica
 */
public record GatewayConfig(
        HttpConfig http,
        Endpoint management,
        AdminConfig admin,
        DatabaseConfig database,
        int databaseConnections,
        BootstrapConfig bootstrap) {

    /** {@link ConfigException} for a bad value, one that contradicts another, or a variable whose name is misspelt. */
    public static GatewayConfig from(Map<String, String> environment) {
        return new ConfigReader(new Environment(environment)).read();
    }
}
