package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;

/**
 * Where does the server saturate? The rate of all {@code -Dtenants} together climbs in {@code -Dsteps} of {@code -Dstep} requests a second, each
 * held for {@code -Dlevel} seconds; the report's curves show where answers begin to take longer. Turned away is an answer here; wrong is not.
 */
public final class CapacitySimulation extends EntraSimulation {
    public CapacitySimulation() {
        Target target = new Target();
        Tenants tenants = new Tenants(target, Target.property("tenant", "steady"), Target.number("tenants", 40));
        int steps = Target.number("steps", 12);
        Duration level = Duration.ofSeconds(Target.number("level", 10));
        tenants.all().forEach(tenant -> tenant.job(true).workday());
        setUp(tenants.prepared(
                        tenants.climbing("Entra", Target.number("step", 250), steps, level),
                        tenants.judgementAfter(level.multipliedBy(steps))))
                .protocols(Play.protocol(target))
                .assertions(
                        global().failedRequests().percent().lte(0.1),
                        global().requestsPerSec().gte(Double.parseDouble(Target.property("least", "100"))));
    }
}
