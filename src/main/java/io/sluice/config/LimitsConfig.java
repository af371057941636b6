package io.sluice.config;

import java.time.Duration;

/**
 * What may be asked of this process.
 *
 * @param tenantOperationsPerSecond sustained
 * @param tenantBurst operations at once after a pause
 * @param tenantInFlight requests of a tenant in work at once
 * @param inFlight the most reads, and the most writes, of all tenants in work at once
 * @param latencyTarget what the quickest of the requests in work may take before fewer are admitted
 */
public record LimitsConfig(
        int tenantOperationsPerSecond, int tenantBurst, int tenantInFlight, int inFlight, Duration latencyTarget) {

    static LimitsConfig read(Environment environment) {
        int perSecond = environment.number("SLUICE_TENANT_OPERATIONS_PER_SECOND", 500, 1, 1_000_000);
        int burst = environment.number("SLUICE_TENANT_BURST", 10 * perSecond, perSecond, 10_000_000);
        return new LimitsConfig(
                perSecond,
                burst,
                environment.number("SLUICE_TENANT_IN_FLIGHT", 64, 1, 100_000),
                environment.number("SLUICE_IN_FLIGHT", 1_000, 1, 100_000),
                Duration.ofMillis(environment.number("SLUICE_LATENCY_TARGET_MILLISECONDS", 100, 1, 60_000)));
    }
}
