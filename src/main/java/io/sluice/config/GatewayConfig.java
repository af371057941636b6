package io.sluice.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set, read once from the environment and checked.
 *
 * @param management health and metrics
 * @param databaseConnections the whole budget of this replica
 * @param logDays for which the provisioning log keeps refusals
 * @param tracing empty where nothing is traced
 * @param drainWait from being told to end until nothing more is accepted
 */
public record GatewayConfig(
        HttpConfig http,
        Endpoint management,
        AdminConfig admin,
        DatabaseConfig database,
        int databaseConnections,
        LimitsConfig limits,
        ConnectionsConfig connections,
        IssuerHosts issuerHosts,
        TrustedProxies trustedProxies,
        BootstrapConfig bootstrap,
        BulkConfig bulk,
        ChangeRetention changeRetention,
        int logDays,
        LogFormat logFormat,
        Optional<TracingConfig> tracing,
        Duration drainWait) {

    /** {@link ConfigException} for a bad value, one that contradicts another, or a variable whose name is misspelt. */
    public static GatewayConfig from(Map<String, String> environment) {
        return new ConfigReader(new Environment(environment)).read();
    }
}
